import type { Page as Tab } from 'playwright-core';
import { setTimeout as sleep } from 'node:timers/promises';
import { Changes, type Page } from '../pages';
import { CREDITS } from '../peers/shared';
import { clockOffset } from './clock';
import type { Samples } from './samples';

const SINGLES = 200;
/** The least distance between two events, and what chance adds, so that they keep no step with the frames. */
const APART_MS = 30;
const CHANCE_MS = 17;
const BURSTS = 5;
const BURST_ROWS = 1_000;
/** Rows in one frame of a burst: as many as the desk's server puts there. */
const FRAME_ROWS = 250;
/** Which orders of a burst stand where, the same in every page: neighbours of the list lie far apart in the frames. */
const STRIDE = 377;

/** How long after an event was sent the badge shows it. */
export async function measureSingles(tab: Tab, changes: Changes, samples: Samples): Promise<void> {
  const offset = await clockOffset(tab);
  const numbers = await tab.evaluate(() => window.probe.onScreen());
  for (let nth = 0; nth < SINGLES; nth += 1) {
    const number = numbers[nth % numbers.length]!;
    const credit = nth % (2 * numbers.length) < numbers.length ? 'ok' : 'hold';
    await tab.evaluate(([number, word]) => window.probe.expectBadge(number, word), [number, CREDITS[credit]!] as const);
    await sleep(APART_MS + Math.random() * CHANCE_MS);
    const sent = changes.send(credit, [number]);
    const seen = await tab.evaluate(() => window.probe.seen());
    samples.add('badge', changes.page.name, seen - offset - sent);
  }
}

/** How long after many events were sent at once the last badge on screen shows its own. */
export async function measureBursts(tab: Tab, changes: Changes, orders: string[], samples: Samples): Promise<void> {
  const numbers = spread(orders.slice(0, BURST_ROWS));
  const lists = Array.from({ length: BURST_ROWS / FRAME_ROWS }, (_, nth) => numbers.slice(nth * FRAME_ROWS, (nth + 1) * FRAME_ROWS));
  const seenOrders = await tab.evaluate(() => window.probe.onScreen());
  if (!seenOrders.every((number) => numbers.includes(number))) throw new Error('The burst leaves out orders on screen');
  const offset = await clockOffset(tab);
  for (let nth = 0; nth < BURSTS; nth += 1) {
    const credit = nth % 2 === 0 ? 'reviewing' : 'ok';
    await tab.evaluate((word) => window.probe.expectBadges(word), CREDITS[credit]!);
    const watched = tab.evaluate(() => window.probe.seenWithTasks());
    await sleep(200);
    const sent = changes.send(credit, ...lists);
    const { at, longestTask } = await watched;
    samples.add('burst', changes.page.name, at - offset - sent);
    samples.add('burst-task', changes.page.name, longestTask);
  }
}

/** Waits until the page listens to the events: what is sent before is lost. */
export async function untilListening(page: Page): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (page.events.listeners === 0) {
    if (Date.now() > deadline) throw new Error('The page does not listen to events');
    await sleep(20);
  }
}

function spread(numbers: string[]): string[] {
  return numbers.map((_, nth) => numbers[(nth * STRIDE) % numbers.length]!);
}
