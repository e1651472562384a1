import { expect, test } from '../fixtures/desk';
import { batch, bringIn } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { PanelPage } from '../pages/panel';

/** Beyond this many rows in the document the grid would not be a window any more. */
const MOST_ROWS = 60;

test('a thousand orders scroll to the last one, with no more rows in the document than a window needs', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { prefix, orders } = batch(1000);
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await expect.poll(() => desk.total()).toBe(1000);
  await expect(desk.row(orders[0]!.number)).toBeVisible();
  await signedIn.evaluate(() => {
    const count = (): void => {
      const rows = document.querySelectorAll('.grid-rows [role="row"]').length;
      const most = Number(document.body.dataset.mostRows ?? 0);
      document.body.dataset.mostRows = String(Math.max(most, rows));
    };
    count();
    new MutationObserver(count).observe(document.querySelector('.grid')!, { childList: true, subtree: true });
  });

  const scroller = signedIn.locator('.grid-scroller');
  // With the wheel first, as a person begins; then in leaps to the end.
  await scroller.hover();
  for (let turn = 0; turn < 10; turn += 1) await signedIn.mouse.wheel(0, 800);
  for (const share of [0.25, 0.5, 0.75, 1]) {
    await scroller.evaluate((element, part) => element.scrollTo(0, element.scrollHeight * part), share);
    const here = Math.min(999, Math.floor(1000 * share) + (share < 1 ? 3 : -1));
    await expect(desk.row(orders[here]!.number)).toBeInViewport();
  }
  // Whole from top to bottom; the tablet shows its columns by scrolling sideways.
  const isWhole = (row: Element): boolean => {
    const scroller = row.closest('.grid-scroller')!;
    return row.getBoundingClientRect().bottom <= scroller.getBoundingClientRect().top + scroller.clientHeight + 1;
  };
  await expect.poll(() => desk.row(orders[999]!.number).evaluate(isWhole)).toBe(true);
  await expect(signedIn.getByText('読み込み中…')).toHaveCount(0);
  const most = Number(await signedIn.locator('body').getAttribute('data-most-rows'));
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(MOST_ROWS);

  // A row far down is a row like any other.
  await desk.press(orders[998]!.number, '与信を実行');
  await desk.expectCredit(orders[998]!.number, 'ok');
  await scroller.evaluate((element) => element.scrollTo(0, 0));
  await expect(desk.row(orders[0]!.number)).toBeInViewport();
});

test('everything that is ticked at once is ticked, though most of it is still on its way', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const { prefix, orders } = batch(90);
  await bringIn(signedIn, ...orders);
  let load = (): void => {};
  const mayLoad = new Promise<void>((resolve) => (load = resolve));
  await signedIn.route('**/api/page', async (route) => {
    await mayLoad;
    await route.continue();
  });
  await desk.open(`?q=${prefix}`);
  await desk.tickAll();
  load();
  await panel.expectTicked(90);
  await expect(desk.page.getByRole('checkbox', { name: /すべてチェック/ })).toBeChecked();
});

test('who scrolls on while an order is sent is not pulled back to it', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { prefix, orders } = batch(90);
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  const scroller = signedIn.locator('.grid-scroller');
  let answer = (): void => {};
  const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
  await signedIn.route('**/api/press', async (route) => {
    await mayAnswer;
    await route.continue();
  });
  const first = orders[0]!.number;
  await desk.press(first, '与信を実行');
  // Out of sight, but still in the document.
  const top = await scroller.evaluate((element) => {
    element.scrollTop = 4 * element.querySelector('[data-order]')!.getBoundingClientRect().height;
    return element.scrollTop;
  });
  answer();
  await desk.expectCredit(first, 'ok');
  // Focus comes back to the row once its button is gone; the keyboard goes on from there.
  await expect(desk.row(first).getByRole('link')).toBeFocused();
  expect(await scroller.evaluate((element) => element.scrollTop)).toBe(top);
});

test('the server paints as many rows as the screen showed last time', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { prefix, orders } = batch(90);
  await bringIn(signedIn, ...orders);
  const painted = async (): Promise<number> => {
    const html = await (await signedIn.request.get(`/?q=${prefix}`)).text();
    return html.split('data-order="').length - 1;
  };
  for (const height of [600, 1600]) {
    await signedIn.setViewportSize({ width: 1440, height });
    await desk.open(`?q=${prefix}`);
    const seen = (): Promise<number> =>
      signedIn.locator('.grid-scroller').evaluate((scroller) => {
        const [head, row] = ['.grid-head', '[data-order]'].map((part) => scroller.querySelector<HTMLElement>(part)!.offsetHeight);
        return Math.ceil((scroller.clientHeight - head!) / row!);
      });
    await expect.poll(async () => (await painted()) - (await seen())).toBeGreaterThanOrEqual(0);
    expect((await painted()) - (await seen())).toBeLessThan(2);
    await desk.open(`?q=${prefix}`);
    await expect(desk.row(orders[0]!.number)).toBeVisible();
  }
});

test('orders that leave the lane while somebody works down it hide no other', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const { prefix, orders } = batch(350);
  await bringIn(signedIn, ...orders);
  await desk.open(`?lane=before&q=${prefix}`);
  await expect.poll(() => desk.total()).toBe(350);
  // The first hundred are loaded; sixty of them leave.
  await desk.tick(orders[0]!.number);
  const scroller = signedIn.locator('.grid-scroller');
  await scroller.evaluate((element) => element.scrollTo(0, 55 * element.querySelector('[data-order]')!.getBoundingClientRect().height));
  await desk.row(orders[59]!.number).getByRole('checkbox').click({ modifiers: ['Shift'] });
  await panel.choose('与信を実行');
  await panel.panel.getByRole('button', { name: '60件を実行' }).click();
  await expect(panel.panel).toContainText('完了 60件', { timeout: 30_000 });

  await scroller.evaluate((element) => element.scrollTo(0, 0));
  await expect(desk.row(orders[0]!.number)).toBeInViewport();
  const seen = new Set<string>();
  for (let step = 0; step < 300; step += 1) {
    await expect(signedIn.getByText('読み込み中…')).toHaveCount(0);
    for (const number of await signedIn.locator('.grid-rows [data-order]').evaluateAll((rows) => rows.map((row) => row.dataset['order']!))) seen.add(number);
    const isAtEnd = await scroller.evaluate((element) => {
      const before = element.scrollTop;
      element.scrollBy(0, element.clientHeight * 0.8);
      return element.scrollTop === before;
    });
    if (isAtEnd) break;
    await signedIn.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
  expect(orders.filter(({ number }) => !seen.has(number)).map(({ number }) => number)).toEqual([]);
});

test('another view begins at its top, with all of its rows', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { prefix, orders } = batch(90);
  await bringIn(signedIn, ...orders);
  await desk.open();
  const scroller = signedIn.locator('.grid-scroller');
  await scroller.evaluate((element) => element.scrollTo(0, 5000));
  await desk.search.fill(prefix);
  await expect(desk.row(orders[0]!.number)).toBeInViewport();
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(desk.row(orders[89]!.number)).toBeInViewport();
  await desk.lane('all').click();
  await expect(signedIn.getByText('読み込み中…')).toHaveCount(0);
});
