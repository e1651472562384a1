import { ClientSideRowModelModule, ModuleRegistry, createGrid } from 'ag-grid-community';
import { MODULES, OPTIONS, keepBadges } from './ag-shared';
import type { Row } from './shared';

ModuleRegistry.registerModules([ClientSideRowModelModule, ...MODULES]);

keepBadges(
  createGrid<Row>(document.querySelector<HTMLElement>('#grid')!, {
    ...OPTIONS,
    rowSelection: { mode: 'multiRow', checkboxes: true, headerCheckbox: true },
    rowData: (await (await fetch('/rows.json')).json()) as Row[],
  }),
);
