import { InfiniteRowModelModule, ModuleRegistry, createGrid } from 'ag-grid-community';
import { MODULES, OPTIONS, keepBadges } from './ag-shared';
import type { Page, Row } from './shared';

ModuleRegistry.registerModules([InfiniteRowModelModule, ...MODULES]);

keepBadges(
  createGrid<Row>(document.querySelector<HTMLElement>('#grid')!, {
    ...OPTIONS,
    rowSelection: { mode: 'multiRow', checkboxes: true, headerCheckbox: false },
    rowModelType: 'infinite',
    cacheBlockSize: 100,
    datasource: {
      async getRows({ startRow, endRow, successCallback }) {
        const page = (await (await fetch(`/rows?from=${startRow}&until=${endRow}`)).json()) as Page;
        successCallback(page.rows, page.total);
      },
    },
  }),
);
