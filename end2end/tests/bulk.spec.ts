import { expect, test, untilReady } from '../fixtures/desk';
import { batch, bringIn, trouble, type Order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { PanelPage } from '../pages/panel';

/** Of ten: six OK, and one each that is held, refused, wrong, and paid otherwise. */
function mixture(nth: number): Partial<Order> {
  return [{}, {}, {}, {}, {}, {}, trouble.noHouseNumber, trouble.refused, trouble.shortPhone, { payment: 'クレジットカード' }][nth % 10]!;
}

test('fifty orders go through 与信を実行 with a preview, progress and a result for each', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const { prefix, orders } = batch(50, mixture);
  await bringIn(signedIn, ...orders);
  await desk.open();
  // As a person does it: search, then tick everything that was found.
  await desk.search.fill(prefix);
  await expect.poll(() => desk.total()).toBe(50);
  await desk.tickAll();
  await panel.expectTicked(50);

  await panel.choose('与信を実行');
  // What the desk itself stops is no sending, and is said before.
  await panel.expectPreview(40, ['5件: お支払い方法がNP後払いではない受注です。']);
  await expect(panel.panel).toContainText('40件送信、5件エラー、5件対象外');
  await panel.start(45);
  await expect(panel.panel).toContainText('50 / 50件', { timeout: 15_000 });
  await expect(panel.panel).toContainText('完了 30件、要対応 10件、エラー 5件、対象外 5件');
  await expect(panel.rows).toHaveCount(50);
  await expect(panel.row(orders[0]!.number)).toContainText('与信OK');
  await expect(panel.row(orders[6]!.number)).toContainText('保留 購入者の住所の情報が足りません');
  await expect(panel.row(orders[7]!.number)).toContainText('与信NG ご注文の情報に不備がある可能性があります');
  await expect(panel.row(orders[8]!.number)).toContainText('購入者の電話番号の桁数が正しくありません');
  await expect(panel.row(orders[9]!.number)).toContainText('お支払い方法がNP後払いではない受注です');
  await desk.expectCredit(orders[0]!.number, 'ok');
  await desk.expectCredit(orders[8]!.number, 'error');

  await panel.panel.getByRole('button', { name: '閉じる' }).click();
  await expect(panel.panel).toBeHidden();
  await expect(desk.page.getByRole('checkbox', { checked: true })).toHaveCount(0);
});

test('the history shows a run with its numbers and its rows', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const { prefix, orders } = batch(10, mixture);
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await desk.tickAll();
  await panel.choose('与信を実行');
  await panel.start(9);
  await expect(panel.panel).toContainText('10 / 10件');

  await panel.panel.getByRole('link', { name: '実行履歴' }).click();
  await untilReady(signedIn);
  const newest = signedIn.getByRole('row').nth(1);
  await expect(newest).toContainText('NP後払い 与信を実行');
  await expect(newest).toContainText('admin');
  // 件数, 完了, 与信中, 要対応, エラー, 対象外, 処理中
  await expect(newest.getByRole('cell').filter({ hasText: /^\d+$/ })).toHaveText(['10', '6', '0', '2', '1', '1', '0']);
  await newest.getByRole('link').click();
  await expect(signedIn.locator('.run-row')).toHaveCount(10);
  await signedIn.getByRole('link', { name: orders[6]!.number }).click();
  await expect(signedIn.getByRole('complementary').getByRole('heading', { name: orders[6]!.number })).toBeVisible();
});

test('a result tells what became of an order that NP was still deciding on @once', async ({ signedIn }) => {
  // NP takes its time, and the desk asks ever more rarely.
  test.slow();
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const { prefix, orders } = batch(2, (nth) => (nth === 1 ? trouble.slow : {}));
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await desk.tickAll();
  await panel.choose('与信を実行');
  await panel.start(2);
  await expect(panel.panel).toContainText('2 / 2件');
  await expect(panel.panel).toContainText('完了 1件、与信中 1件、エラー 0件');
  await expect(panel.row(orders[1]!.number)).toContainText('与信中与信中');
  // The result that is on screen follows.
  await expect(panel.row(orders[1]!.number)).toContainText('完了与信中 → 与信OK', { timeout: 40_000 });
  await expect(panel.panel).toContainText('完了 2件、エラー 0件');
});

test('every order that is left out is left out for a reason @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const { prefix, orders } = batch(3, (nth) => (nth === 2 ? { payment: '代金引換' } : {}));
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await desk.press(orders[0]!.number, '与信を実行');
  await desk.expectCredit(orders[0]!.number, 'ok');
  await desk.tickAll();
  await panel.choose('伝票番号同期');
  await panel.expectPreview(0, [
    '1件: お支払い方法がNP後払いではない受注です。',
    '1件: 与信OKではないため、伝票番号を同期できません。',
    '1件: 伝票番号が入力されていません。',
  ]);
  await expect(panel.panel.getByRole('button', { name: '0件を実行' })).toBeDisabled();
  await panel.panel.getByRole('button', { name: '戻る' }).click();
  await panel.choose('与信を実行');
  await panel.expectPreview(1, ['1件: お支払い方法がNP後払いではない受注です。', '1件: すでに与信を実行した受注です。']);
});

test('ticks are taken away one by one or all together @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const { prefix, orders } = batch(3);
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await desk.tick(orders[0]!.number);
  await desk.tick(orders[1]!.number);
  await panel.expectTicked(2);
  await desk.row(orders[0]!.number).getByRole('checkbox').uncheck();
  await panel.expectTicked(1);
  await panel.panel.getByRole('button', { name: 'チェックをすべて外す' }).click();
  await expect(panel.panel).toBeHidden();
});

test('the panel leaves the last row in sight', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { prefix, orders } = batch(30);
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await desk.tick(orders[0]!.number);
  await signedIn.locator('.grid-scroller').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  const last = desk.row(orders[29]!.number);
  await expect(last).toBeAttached();
  // Playwright's click scrolls and then hits what is there: a covered tick box cannot be clicked.
  await last.getByRole('checkbox').click({ timeout: 3_000 });
  await new PanelPage(signedIn).expectTicked(2);
});

test('everything the view shows is selected with one press, loaded or not', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open('?lane=before&shop=main');
  const number = await desk.rows.first().getAttribute('data-order');
  await desk.tick(number ?? '');
  const panel = signedIn.getByRole('region', { name: '処理パネル' });
  const all = panel.getByRole('button', { name: /^この表示の\d+件すべてを選択$/ });
  const count = Number(/\d+/.exec(await all.innerText())?.[0]);
  expect(count).toBeGreaterThan(100);
  await all.click();
  await expect(panel).toContainText(`${count}件を選択中`);
  await expect(all).toBeHidden();
  await expect(desk.rows.first().getByRole('checkbox')).toBeChecked();
});
