import type { Page as Tab } from 'playwright-core';

const LOOKS = 40;

/**
 * By how much the page's wall clock is ahead of ours, in milliseconds. Both come from the clock of the machine, but each
 * process has fixed its own beginning of time, and the machine's clock may have been set in between. Only what must be
 * wrong is corrected: 0 whenever no look at both clocks contradicts it.
 */
export async function clockOffset(tab: Tab): Promise<number> {
  let [least, most] = [-Infinity, Infinity];
  for (let look = 0; look < LOOKS; look += 1) {
    const before = now();
    const there = await tab.evaluate(() => window.probe.now());
    most = Math.min(most, there - before);
    least = Math.max(least, there - now());
  }
  return Math.min(Math.max(0, least), most);
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
