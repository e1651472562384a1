import { expect, test } from '../fixtures/desk';
import { batch, bringIn } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { PanelPage } from '../pages/panel';

const ORDERS = 100_000;
/** As many as a file holds. */
const IN_A_FILE = 20_000;

test('among a hundred thousand orders the grid, the search, the lanes and the panel do what they do among a hundred', async ({ signedIn, problems }) => {
  test.setTimeout(300_000);
  problems.expect(/422/);
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const { prefix, orders } = batch(ORDERS, (nth) => (nth % 3 === 0 ? { carrier: '佐川急便' } : {}));
  for (let from = 0; from < ORDERS; from += IN_A_FILE) await bringIn(signedIn, ...orders.slice(from, from + IN_A_FILE));
  await desk.open();
  const all = await desk.total();
  expect(all).toBeGreaterThanOrEqual(ORDERS);
  await expect.poll(() => desk.laneCount('all')).toBe(all);

  // To the end and back, by the key and in one leap.
  const scroller = signedIn.locator('.grid-scroller');
  const last = orders[ORDERS - 1]!.number;
  await desk.open(`?q=${prefix}&sort=ordered&rising=1`);
  await expect.poll(() => desk.total()).toBe(ORDERS);
  await expect(desk.row(last)).toBeInViewport();
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
  await expect(desk.row(orders[ORDERS / 2]!.number)).toBeInViewport();
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(desk.row(orders[0]!.number)).toBeInViewport();
  await expect(signedIn.getByText('読み込み中…')).toHaveCount(0);

  // Taller rows make the view taller than what is laid out: every row is still reached, and small steps stay small.
  await signedIn.getByRole('button', { name: '表示設定' }).click();
  await signedIn.getByLabel('ゆったり').check();
  await signedIn.getByRole('button', { name: '閉じる' }).click();
  await expect.poll(() => scroller.evaluate((element) => element.scrollHeight < 8_100_000)).toBe(true);
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
  await expect(desk.row(orders[ORDERS / 2 - 3]!.number)).toBeInViewport();
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(desk.row(orders[0]!.number)).toBeInViewport();
  await scroller.hover();
  await signedIn.mouse.wheel(0, -880);
  await expect(desk.row(orders[10]!.number)).toBeInViewport();
  await desk.grid.focus();
  await signedIn.keyboard.press('Home');
  await expect(desk.row(last)).toBeInViewport();
  await signedIn.keyboard.press('End');
  await expect(desk.row(orders[0]!.number)).toBeInViewport();

  // Typing finds one of them.
  const middle = orders[54_321]!;
  await desk.open();
  await desk.search.fill(middle.tel);
  await expect(desk.row(middle.number)).toBeInViewport();
  await expect.poll(() => desk.total()).toBeLessThan(20);

  // A filter counts what fits, and its address shows the same. Its rows do not wait for their count.
  let count = (): void => undefined;
  const held = new Promise<void>((resolve) => (count = resolve));
  await signedIn.route('**/api/count', (route) => held.then(() => route.continue()));
  await desk.open(`?q=${prefix}&carrier=${encodeURIComponent('佐川急便')}`);
  await expect(desk.row(orders[0]!.number)).toBeInViewport();
  await expect(signedIn.locator('.hits')).toHaveText(/^\d+件以上$/);
  count();
  await expect.poll(() => desk.total()).toBe(Math.ceil(ORDERS / 3));
  await expect(signedIn.locator('.hits')).toHaveText(`${Math.ceil(ORDERS / 3)}件`);
  await signedIn.unroute('**/api/count');

  // More than a run takes is said, not tried; what a run takes is done while the grid goes on living.
  await desk.open('?lane=before');
  await desk.tickAll();
  await panel.panel.getByRole('button', { name: /件すべてを選択$/ }).click();
  await expect(signedIn.getByText(/一度に処理できるのは\d+件までです。/)).toBeVisible();
  await panel.choose('与信を実行');
  await panel.panel.getByRole('button', { name: /^\d+件を実行$/ }).click();
  await expect(panel.panel).toContainText(/完了 [1-9]\d+件/, { timeout: 60_000 });
  await expect.poll(() => desk.laneCount('unsynced')).toBeGreaterThan(9);
});
