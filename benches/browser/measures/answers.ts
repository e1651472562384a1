import type { Page as Tab } from 'playwright-core';
import type { Visitor } from '../browser';
import type { Np } from '../np';
import type { Page } from '../pages';
import { clockOffset } from './clock';
import type { Samples } from './samples';

/** Enough for the slowest in a hundred. */
const ANSWERS = 200;
const OK = '与信OK';

/** How long after NP's answer left for the desk the badge shows the verdict. The desk alone: no peer has an NP. */
export async function measureAnswers(visitor: Visitor, page: Page, np: Np, samples: Samples): Promise<void> {
  const untouched = { ...page, url: `${page.url}?lane=before` };
  await visitor.visit(untouched, 1, async (tab) => {
    await tab.goto(untouched.url);
    await tab.locator('body[data-ready="true"]').waitFor();
    await tab.locator('[data-live="live"]').waitFor();
    const offset = await clockOffset(tab);
    const pressed = new Set<string>();
    while (pressed.size < ANSWERS) {
      // A screen begins with the last orders of the one before.
      for (const number of (await tab.evaluate(() => window.probe.onScreen())).filter((number) => !pressed.has(number))) {
        const seen = await press(tab, number);
        samples.add('answer', page.name, seen - offset - np.answeredAt);
        pressed.add(number);
      }
      await tab.evaluate(() => window.probe.turnOver());
    }
  });
}

/** Presses 与信を実行 in an order's row; returns when its badge said OK. */
async function press(tab: Tab, number: string): Promise<number> {
  await tab.evaluate(([number, word]) => window.probe.expectBadge(number, word), [number, OK] as const);
  await tab.locator(`[data-order="${number}"]`).getByRole('button', { name: '与信を実行' }).click();
  return tab.evaluate(() => window.probe.seen());
}
