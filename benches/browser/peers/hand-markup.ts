import { COLUMNS, ROW_HEIGHT, type Row } from './shared';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A row as HTML: the server writes the first ones with it, the script all others. */
export function rowHtml(row: Row, place: number, ticked: boolean): string {
  const cells = COLUMNS.map(({ id, lines }) => {
    const spans = lines(row).map(([text, style]) => (text === '' ? '' : `<span class="${style}">${escaped(text)}</span>`));
    return `<div class="cell c-${id}" role="gridcell">${spans.join('')}</div>`;
  });
  const box = `<input type="checkbox" aria-label="${escaped(row.number)}をチェック"${ticked ? ' checked' : ''}>`;
  return (
    `<div class="row" role="row" data-place="${place}" aria-rowindex="${place + 2}" aria-selected="${ticked}" ` +
    `style="transform:translateY(${place * ROW_HEIGHT}px)"><div class="tick" role="gridcell">${box}</div>${cells.join('')}</div>`
  );
}

/** The whole grid with its first rows. */
export function gridHtml(rows: Row[], first: number): string {
  const heads = COLUMNS.map(({ id, head }) => `<div class="c-${id}" role="columnheader">${head}</div>`);
  return (
    `<div class="scroller" role="grid" aria-rowcount="${rows.length + 1}"><div class="head" role="row" aria-rowindex="1">` +
    `<div class="tick" role="columnheader"></div>${heads.join('')}</div>` +
    `<div class="body" data-total="${rows.length}" style="height:${rows.length * ROW_HEIGHT}px">` +
    `${rows.slice(0, first).map((row, place) => rowHtml(row, place, false)).join('')}</div></div>`
  );
}
