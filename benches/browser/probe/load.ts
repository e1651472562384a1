import { frame, rowsOnScreen, wholeRows, within } from './rows';

/** Watched from the first moment of the page. In milliseconds from the start of the navigation. */
export interface Load {
  /** The screen was full of orders. */
  painted: Promise<number>;
  /** A press on a tick box was answered. */
  interactive: Promise<number>;
}

export function load(rows: number): Load {
  const there = within(60, `${rows} rows on screen`, untilOnScreen(rows));
  // Nobody presses what is not there yet; and what a tick brings up may cover rows.
  const painted = there.then(untilPainted);
  const interactive = there.then(() => within(60, 'an answered press on a tick box', untilTicked()));
  // Whoever awaits it is told; until somebody does, it is no unhandled failure.
  for (const watched of [painted, interactive]) watched.catch(() => {});
  return { painted, interactive };
}

async function untilOnScreen(rows: number): Promise<void> {
  while (rowsOnScreen().length < rows) await frame();
}

/** What is in the page when a frame begins is on the screen when the next one does; one more to be certain. */
async function untilPainted(): Promise<number> {
  await frame();
  await frame();
  return performance.now();
}

/** Presses the first row's tick box in every frame until the row is marked as ticked. */
async function untilTicked(): Promise<number> {
  for (;;) {
    const row = wholeRows()[0];
    if (row && isTicked(row)) return performance.now();
    boxOf(row)?.click();
    await Promise.resolve();
    if (row && isTicked(row)) return performance.now();
    await frame();
  }
}

/** Takes the tick away again, and sees that it is gone. */
export async function untick(): Promise<void> {
  boxOf(wholeRows().find(isTicked))?.click();
  await frame();
  await frame();
  if (wholeRows().some(isTicked)) throw new Error('The tick did not go away');
}

function isTicked(row: HTMLElement | undefined): boolean {
  return row?.getAttribute('aria-selected') === 'true';
}

function boxOf(row: HTMLElement | undefined): HTMLInputElement | null | undefined {
  return row?.querySelector<HTMLInputElement>('input[type=checkbox]');
}
