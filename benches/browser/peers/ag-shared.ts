import {
  type ColDef,
  type GridApi,
  type GridOptions,
  type ICellRendererParams,
  CellStyleModule,
  RowApiModule,
  RowSelectionModule,
  themeQuartz,
} from 'ag-grid-community';
import { COLUMNS, HEAD_HEIGHT, ROW_HEIGHT, listen, type Column, type Row } from './shared';

/** What both row models need; what is not registered is not in the bundle. */
export const MODULES = [RowApiModule, RowSelectionModule, CellStyleModule];

/** What both row models have in common. */
export const OPTIONS: GridOptions<Row> = {
  theme: themeQuartz.withParams({ fontSize: 13, cellHorizontalPadding: 8 }),
  rowHeight: ROW_HEIGHT,
  headerHeight: HEAD_HEIGHT,
  getRowId: ({ data }) => `${data.id}`,
  selectionColumnDef: { width: 34, pinned: 'left' },
  columnDefs: COLUMNS.map(definition),
  defaultColDef: { resizable: false, sortable: false, suppressMovable: true },
  animateRows: false,
};

/**
 * Sets the badges that events bring, row by row: a transaction on 100,000 rows goes through all of them, which takes many
 * times as long.
 */
export function keepBadges(grid: GridApi<Row>): void {
  listen((changes) => {
    for (const { id, version, credit } of changes) {
      const node = grid.getRowNode(`${id}`);
      if (!node?.data || version <= node.data.version) continue;
      node.data.version = version;
      node.setDataValue('credit', credit);
    }
  });
}

function definition(column: Column): ColDef<Row> {
  return {
    field: column.id,
    headerName: column.head,
    ...(column.grows ? { flex: 1, minWidth: column.width } : { width: column.width }),
    pinned: column.id === 'number' ? 'left' : null,
    cellRenderer: ({ data }: ICellRendererParams<Row>) => cell(column, data),
  };
}

function cell(column: Column, row: Row | undefined): HTMLElement {
  const cell = document.createElement('div');
  cell.className = 'cell';
  // The infinite model draws rows that are on their way with no data.
  if (!row) return cell;
  for (const [text, style] of column.lines(row)) {
    if (text === '') continue;
    const line = document.createElement('span');
    line.className = style;
    line.textContent = text;
    cell.append(line);
  }
  return cell;
}
