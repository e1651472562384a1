import type { Events } from '../events';
import type { Page } from '../pages';
import { SCROLLER } from '../ours';
import { HEAD_HEIGHT, type Change, type Row } from './shared';

/** What the results call the pages that the budgets name. */
export const REACT = 'React + TanStack Virtual';
export const HAND_WRITTEN = 'Hand-written';
export const PLAIN = "The desk's screen as plain HTML";

/** The peers' pages, as the bench opens them, and the one that only paints. */
export function peers(url: string, events: Events, orders: Row[]): { peers: Page[]; plain: Page } {
  const ids = new Map(orders.map(({ number, id }) => [number, id]));
  const page = (name: string, path: string, scroller: string): Page => ({
    name,
    url: `${url}/${path}`,
    place: { scroller, head: HEAD_HEIGHT },
    events,
    data: (wishes) => JSON.stringify(wishes.map(({ number, credit, version }): Change => ({ id: ids.get(number)!, version, credit }))),
  });
  return {
    peers: [
      page('AG Grid, all rows', 'ag-client', '.ag-grid-viewport'),
      page('AG Grid, infinite', 'ag-infinite', '.ag-grid-viewport'),
      page(REACT, 'tanstack', '.scroller'),
      page(HAND_WRITTEN, 'hand-written', '.scroller'),
    ],
    plain: page(PLAIN, 'plain', SCROLLER),
  };
}
