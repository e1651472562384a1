import { setTimeout as sleep } from 'node:timers/promises';
import type { Visitor } from '../browser';
import { Changes, type Page } from '../pages';
import { measureBursts, measureSingles, untilListening } from './badges';
import type { Samples } from './samples';

const PIXELS_PER_SECOND = 20_000;
const SECONDS = 3;
/** What loading leaves behind is cleared up before anything is measured. */
const SETTLED_MS = 1_500;

/** Badges, scrolling and the jump, in one visit. `orders` are all order numbers as the view shows them. */
export async function measureWork(visitor: Visitor, page: Page, orders: string[], samples: Samples): Promise<void> {
  await visitor.visit(page, 1, async (tab) => {
    await tab.goto(page.url, { waitUntil: 'commit' });
    await tab.evaluate(() => window.loading.interactive);
    await tab.evaluate(() => window.probe.untick());
    await untilListening(page);
    await sleep(SETTLED_MS);
    const changes = new Changes(page);
    await measureSingles(tab, changes, samples);
    await measureBursts(tab, changes, orders, samples);
    const { frames, gaps, waiting } = await tab.evaluate(([speed, time]) => window.probe.scroll(speed, time), [PIXELS_PER_SECOND, SECONDS] as const);
    samples.add('frames', page.name, ...frames);
    samples.add('gaps', page.name, (gaps / frames.length) * 100);
    samples.add('waiting', page.name, (waiting / frames.length) * 100);
    await sleep(SETTLED_MS);
    samples.add('jump', page.name, await tab.evaluate((last) => window.probe.jump(last), orders.at(-1)!));
  });
}
