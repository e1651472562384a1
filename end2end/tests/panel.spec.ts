import { expect, test, untilReady } from '../fixtures/desk';
import { batch, bringIn, trouble } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { PanelPage } from '../pages/panel';
import { SheetPage } from '../pages/sheet';
import type { Page } from '@playwright/test';

/** Three orders, the last one not NP's, all ticked. */
async function three(page: Page): Promise<{ desk: DeskPage; panel: PanelPage; numbers: string[] }> {
  const desk = new DeskPage(page);
  const panel = new PanelPage(page);
  const { prefix, orders } = batch(3, (nth) => (nth === 2 ? { payment: 'クレジットカード' } : {}));
  await bringIn(page, ...orders);
  await desk.open(`?q=${prefix}`);
  await desk.tickAll();
  await panel.expectTicked(3);
  return { desk, panel, numbers: orders.map((order) => order.number) };
}

test('受注ステータス and チェック項目 change on the rows, in two steps and under everybody\'s eyes', async ({ signedIn, beside }) => {
  const { desk, panel, numbers } = await three(signedIn);
  const other = new DeskPage(beside);
  await other.open(`?q=${numbers[0]!}`);
  await panel.openForm('受注ステータスの変更');
  await panel.panel.getByRole('combobox').selectOption('発送準備');
  await panel.choose('変更');
  await panel.expectPreview(3, [], '変更');
  await panel.start(3);
  await expect(panel.panel).toContainText('完了 3件、エラー 0件、対象外 0件');
  await expect(desk.row(numbers[0]!)).toContainText('発送準備');
  await expect(other.row(numbers[0]!)).toContainText('発送準備');
  await panel.choose('閉じる');

  await desk.tickAll();
  await panel.openForm('チェック項目', '要連絡');
  await panel.choose('付ける');
  await panel.start(3);
  await expect(desk.row(numbers[1]!).locator('.mark-item')).toHaveText('要連絡');
  await panel.choose('閉じる');
  await desk.tickAll();
  await panel.openForm('チェック項目', '要連絡');
  await panel.choose('外す');
  await panel.start(3);
  await expect(desk.row(numbers[1]!).locator('.mark-item')).toHaveCount(0);
});

test('手数料一括入力 moves fee and bill, and says why others are left out', async ({ signedIn }) => {
  const { desk, panel, numbers } = await three(signedIn);
  const before = await desk.row(numbers[0]!).locator('.c-billed').innerText();
  await panel.openForm('手数料一括入力', '205.5');
  await panel.choose('入力');
  await expect(signedIn.getByText('手数料は整数の円で入力してください。')).toBeVisible();
  await panel.openForm('手数料一括入力', '１,２３４');
  await panel.choose('入力');
  await panel.expectPreview(2, ['1件: お支払い方法がNP後払いではない受注です。'], '変更');
  await panel.start(2);
  await expect(panel.panel).toContainText('完了 2件、エラー 0件、対象外 1件');
  await expect(panel.row(numbers[0]!)).toContainText('円 → 1,234円');
  await expect(desk.row(numbers[0]!).locator('.c-billed')).not.toHaveText(before);

  // A result is on screen until it is closed, also when the page is loaded anew.
  await signedIn.reload();
  await expect(panel.panel).toContainText('完了 2件、エラー 0件、対象外 1件');
  await expect(panel.row(numbers[0]!)).toContainText('円 → 1,234円');
  await panel.choose('閉じる');
  await expect(panel.panel).toHaveCount(0);
  await signedIn.reload();
  await desk.expectLive();
  await expect(panel.panel).toHaveCount(0);
});

test('配送業者 and 一括入力 @once', async ({ signedIn, problems }) => {
  problems.expect(/422/);
  const { desk, panel, numbers } = await three(signedIn);
  await panel.openForm('配送業者');
  await panel.panel.getByRole('combobox').selectOption('福山通運');
  await panel.choose('変更');
  await panel.start(3);
  await expect(desk.row(numbers[2]!)).toContainText('福山通運');
  await panel.choose('閉じる');
  await desk.tickAll();
  await panel.openForm('一括入力');
  await panel.panel.getByLabel('入力する内容').fill('玄関前に置く');
  await panel.choose('上書き');
  await panel.start(3);
  await expect(desk.row(numbers[0]!)).toContainText('玄関前に置く');
  await panel.choose('閉じる');
  await desk.tickAll();
  await panel.openForm('一括入力');
  await panel.panel.getByLabel('入力する項目').selectOption('出荷日');
  await expect(panel.panel.getByRole('button', { name: '追記' })).toHaveCount(0);
  await panel.choose('上書き');
  await expect(signedIn.getByText('出荷日に入力する内容がありません。')).toBeVisible();
  await panel.panel.getByLabel('入力する内容').fill('2026-11-24');
  await panel.choose('上書き');
  await panel.start(3);
  await expect(desk.row(numbers[0]!)).toContainText('2026-11-24');
  await panel.choose('閉じる');
  // A day that is planned is not overwritten by the day on which the slip number is typed.
  await desk.openSheet(numbers[0]!);
  await expect(new SheetPage(signedIn).sheet.getByLabel('出荷日')).toHaveValue('2026-11-24');
  await signedIn.keyboard.press('Escape');
  await desk.tickAll();
  await panel.openForm('一括入力');
  await panel.panel.getByLabel('入力する項目').selectOption('出荷日');
  await panel.choose('空白にする');
  await panel.start(3);
  await expect(desk.row(numbers[0]!)).not.toContainText('2026-11-24');
});

test('与信キャンセル is asked for in the preview, with what it means @once', async ({ signedIn }) => {
  const { desk, panel, numbers } = await three(signedIn);
  await panel.choose('与信を実行');
  await panel.start(2);
  await desk.expectCredit(numbers[0]!, 'ok');
  await panel.choose('閉じる');
  await desk.tickAll();
  await panel.choose('与信内容変更');
  await panel.expectPreview(0, ['2件: NPに送った内容から変わっていない、与信OKの受注です。', '1件: お支払い方法がNP後払いではない受注です。']);
  await panel.choose('戻る');
  await panel.choose('与信キャンセル');
  await panel.expectPreview(2, ['1件: お支払い方法がNP後払いではない受注です。']);
  await expect(panel.panel).toContainText('NPの与信を取り消します。');
  await panel.start(2);
  await desk.expectCredit(numbers[1]!, 'cancelled');
});

test('only what failed is done again, from the panel and from the history, and goes out as a file', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const { prefix, orders } = batch(3, (nth) => [{}, trouble.shortPhone, { payment: 'クレジットカード' }][nth]!);
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await desk.tickAll();
  await panel.choose('与信を実行');
  await panel.start(2);
  await expect(panel.panel).toContainText('完了 1件、エラー 1件、対象外 1件');
  await panel.choose('失敗した1件だけ再実行');
  await expect(desk.dialog).toContainText('1件を再実行しますか？');
  await desk.dialog.getByRole('button', { name: '再実行' }).click();
  await expect(panel.panel).toContainText('完了 0件、エラー 1件、対象外 0件');

  await panel.panel.getByRole('link', { name: '実行履歴' }).click();
  await untilReady(signedIn);
  const download = signedIn.waitForEvent('download');
  await signedIn.getByRole('button', { name: '結果をCSVで書き出す' }).click();
  expect((await download).suggestedFilename()).toMatch(/^run-\d+\.csv$/);
  await expect(signedIn.getByRole('heading', { name: 'NP後払い 与信を実行' })).toBeVisible();
  const address = signedIn.url();
  await signedIn.getByRole('button', { name: '失敗した1件だけ再実行' }).click();
  await signedIn.getByRole('dialog').getByRole('button', { name: '再実行' }).click();
  await expect(signedIn).not.toHaveURL(address);
  await expect(signedIn.locator('.run-row')).toContainText(orders[1]!.number);
});

test('配送状況 opens the carrier\'s page where there is one @once', async ({ signedIn }) => {
  const { panel, numbers } = await three(signedIn);
  await panel.openForm('配送状況');
  await panel.choose('配送状況を確認');
  await expect(panel.panel).toContainText('0件を開けます。3件は対象外です。');
  await expect(panel.row(numbers[0]!)).toContainText('出荷日が入力されていません。');
  await panel.choose('戻る');
  await panel.expectTicked(3);
});

test('the preview of 与信を実行 names what NP would hold, and takes it out by one press', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const { prefix, orders } = batch(3, (nth) => (nth === 1 ? trouble.noHouseNumber : {}));
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await desk.tickAll();
  await panel.choose('与信を実行');
  await panel.expectPreview(3, []);
  const foreseen = panel.panel.locator('.panel-concerns');
  await expect(foreseen).toContainText('住所_情報不足');
  await expect(foreseen.getByRole('button', { name: orders[1]!.number })).toBeVisible();
  await foreseen.getByRole('button', { name: '「住所_情報不足」の1件のチェックを外す' }).click();
  await panel.expectPreview(2, []);
  await expect(foreseen).toHaveCount(0);
  await panel.start(2);
  await desk.expectCredit(orders[0]!.number, 'ok');
  await desk.expectCredit(orders[1]!.number, 'none');
});

test('an order that is repaired beside the preview is not warned of any more @once', async ({ signedIn }) => {
  const panel = new PanelPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { prefix, orders } = batch(2, (nth) => (nth === 1 ? trouble.noHouseNumber : {}));
  await bringIn(signedIn, ...orders);
  const desk = new DeskPage(signedIn);
  await desk.open(`?q=${prefix}`);
  await desk.tickAll();
  await panel.choose('与信を実行');
  const foreseen = panel.panel.locator('.panel-concerns');
  await foreseen.getByRole('button', { name: orders[1]!.number }).click();
  await sheet.buyerAddress.fill('東京都港区赤坂9-9-9');
  await sheet.saveOnly.click();
  await expect(foreseen).toHaveCount(0);
  await panel.expectPreview(2, []);
});
