import { expect, test, untilReady } from '../fixtures/desk';
import { bringIn, csv, fileRow, order, trouble, utf8 } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { ImportPage } from '../pages/import';
import { SheetPage } from '../pages/sheet';
import type { Locator, Page } from '@playwright/test';

test('no screen is wider than the window', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await expectNoSidewaysScrolling(signedIn);
  await desk.tick(one.number);
  await expectNoSidewaysScrolling(signedIn);
  await desk.openSheet(one.number);
  await new SheetPage(signedIn).expectOpen(one.number);
  await expectNoSidewaysScrolling(signedIn);

  const files = new ImportPage(signedIn);
  await files.open();
  await files.preview(utf8(csv([fileRow(order()), fileRow(order(), { 商品価格: '二千円', 受注日: '昨日' })])));
  await files.expectSummary({ fresh: 1, failed: 1 });
  await expectNoSidewaysScrolling(signedIn);
  for (const path of ['/runs', '/radar', '/links']) {
    await signedIn.goto(path);
    await untilReady(signedIn);
    await expectNoSidewaysScrolling(signedIn);
  }
});

test('search and lanes are within the window', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open();
  await expect(desk.search).toBeInViewport({ ratio: 1 });
  await expect(desk.live).toBeInViewport({ ratio: 1 });
  await expect(desk.lane('unknown')).toBeInViewport({ ratio: 1 });
});

test('the buttons of a row are seen without scrolling sideways', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order(trouble.noHouseNumber);
  await desk.bringInWith(one, 'hold');
  for (const button of await desk.row(one.number).getByRole('button').all()) {
    await expect(button).toBeInViewport({ ratio: 1 });
    await expectUncovered(button);
  }
});

test('fingers find what they press', async ({ signedIn, hasTouch }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const one = order(trouble.noHouseNumber);
  await desk.bringInWith(one, 'hold');
  expect(await signedIn.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(hasTouch);
  // 44 px for a finger, 24 px for a mouse (WCAG 2.2, 2.5.5 and 2.5.8).
  const least = hasTouch ? 44 : 24;
  await expectHeight(desk.row(one.number).getByRole('button'), least);
  await expectHeight(signedIn.locator('.lane, .shops a, .search button, .search input, .top nav a, .who button'), least);
  await expectHeight(desk.row(one.number).locator('.tick'), least);
  await desk.tick(one.number);
  await expectHeight(signedIn.getByRole('region', { name: '処理パネル' }).locator('button, select'), least);
  await desk.openSheet(one.number);
  await sheet.expectOpen(one.number);
  await expectHeight(sheet.sheet.locator('button, input:not([type=checkbox]), .check, .sheet-close'), least);
});

test('the open sheet does not lie on the panel', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await desk.tick(one.number);
  await desk.openSheet(one.number);
  await new SheetPage(signedIn).expectOpen(one.number);
  const panel = signedIn.getByRole('region', { name: '処理パネル' });
  for (const button of await panel.getByRole('button').all()) await expectUncovered(button);
});

test('a row shows all of its lamp, reason and marks', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order({ ...trouble.shortPhone, note: '不在時は宅配ボックスへ。のし希望（御歳暮）。領収書を同封してください。' });
  await desk.bringInWith(one, 'error');
  const cut = await desk.row(one.number).evaluate((row) =>
    [...row.querySelectorAll('.c-order, .c-pay, .lamp, .reason, .order-number, .c-day, .c-device')]
      .filter((cell) => cell.scrollHeight > cell.clientHeight + 1 || cell.scrollWidth > cell.clientWidth + 1)
      .map((cell) => cell.className),
  );
  expect(cut, 'parts of the row that are cut off').toEqual([]);
});

test("the malls' order numbers are shown whole, or at least told", async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const serial = Date.now().toString().slice(-10);
  // As Rakuten and Amazon write them.
  for (const number of [`263112-20261124-${serial}`, `250-${serial.slice(3)}-${serial.slice(3)}`]) {
    await bringIn(signedIn, order({ number }));
    await desk.find(number);
    const link = desk.row(number).getByRole('link', { name: number });
    const isCut = await link.evaluate((element) => element.scrollWidth > element.clientWidth + 1);
    const title = await link.getAttribute('title');
    expect(isCut && title !== number, `${number} is cut off`).toBe(false);
  }
});

async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const { content, window } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, window: innerWidth }));
  expect(content, `width of the page ${page.url()}`).toBeLessThanOrEqual(window);
}

/** Whoever presses in the middle hits it. */
async function expectUncovered(target: Locator): Promise<void> {
  const hit = await target.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
  expect(hit, `${await target.innerText()} is not covered`).toBe(true);
}

async function expectHeight(targets: Locator, least: number): Promise<void> {
  const low = await targets.evaluateAll(
    (elements, height) =>
      elements
        .filter((element) => element.getClientRects().length > 0 && element.getBoundingClientRect().height < height)
        .map((element) => `${element.outerHTML.slice(0, 80)}: ${element.getBoundingClientRect().height}px`),
    least,
  );
  expect(low, `lower than ${least}px`).toEqual([]);
}
