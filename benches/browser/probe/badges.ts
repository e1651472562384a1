import { badgeOf, numberOf, rowOf, rowsOnScreen, untilChanged, wholeRows, within } from './rows';

export interface Burst {
  /** The last badge on screen changed, by the wall clock. */
  at: number;
  /** The longest task that blocked the page for more than 50 ms; 0 when none did. */
  longestTask: number;
}

/** Long tasks are reported some time after they ended. */
const REPORTED_AFTER_MS = 300;

let watched: Promise<number> | undefined;

/** The order numbers on screen. */
export function onScreen(): string[] {
  return rowsOnScreen().map(numberOf);
}

/** Begins to wait for a badge; `seen` tells when it came. */
export function expectBadge(number: string, word: string): void {
  if (badgeOf(rowOf(number)) === word) throw new Error(`${number} shows ${word} already`);
  watched = within(10, `${word} on ${number}`, untilChanged(() => badgeOf(rowOf(number)) === word));
}

/** As `expectBadge`, for every order on screen. */
export function expectBadges(word: string): void {
  const numbers = onScreen();
  if (numbers.length === 0) throw new Error('No order is on screen');
  const shown = (): string[] => {
    const badges = new Map(wholeRows().map((row) => [numberOf(row), badgeOf(row)]));
    return numbers.map((number) => badges.get(number) ?? '');
  };
  if (shown().includes(word)) throw new Error(`An order shows ${word} already`);
  watched = within(10, `${word} on every order on screen`, untilChanged(() => shown().every((badge) => badge === word)));
}

/** When what was expected came, by the wall clock. */
export async function seen(): Promise<number> {
  if (!watched) throw new Error('Nothing is expected');
  return performance.timeOrigin + (await watched);
}

/** As `seen`, with the tasks that came of it. */
export async function seenWithTasks(): Promise<Burst> {
  let longestTask = 0;
  const take = (entries: PerformanceEntryList): void => {
    for (const entry of entries) longestTask = Math.max(longestTask, entry.duration);
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: 'longtask' });
  const at = await seen();
  await new Promise((resolve) => setTimeout(resolve, REPORTED_AFTER_MS));
  take(observer.takeRecords());
  observer.disconnect();
  return { at, longestTask };
}
