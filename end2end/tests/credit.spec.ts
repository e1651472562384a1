import { expect, test } from '../fixtures/desk';
import { bringIn, order, trouble } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { SheetPage } from '../pages/sheet';

test('a press on 与信を実行 turns the lamp to 与信OK in the same document', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { number } = await arrange(desk);
  const expectNoReload = await desk.watchForReload();
  await desk.expectCredit(number, 'none');
  await desk.expectButtons(number, '与信を実行');
  // A lamp that changes in its place: who looks at it, or reads it with a screen reader, is not thrown off.
  const lamp = await desk.row(number).locator('.lamp').first().elementHandle();
  await desk.press(number, '与信を実行');
  await desk.expectCredit(number, 'ok');
  await desk.expectButtons(number, '与信内容変更', '与信キャンセル');
  expect(await lamp!.evaluate((element) => element.isConnected && element.textContent!.trim())).toBe('与信OK');
  await expectNoReload();
});

test('a second press while the first is under way is not a second registration @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { number } = await arrange(desk);
  await desk.button(number, '与信を実行').dblclick({ noWaitAfter: true });
  await desk.expectCredit(number, 'ok');
  await desk.openSheet(number);
  await expect(new SheetPage(signedIn).timeline.getByRole('listitem').filter({ hasText: '与信を実行' })).toHaveCount(1);
});

test('a hold is repaired at the field it points at', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { number } = await arrange(desk, trouble.noHouseNumber);
  await desk.press(number, '与信を実行');
  await desk.expectCredit(number, 'hold');
  await expect(desk.row(number)).toContainText('住所_情報不足');
  await desk.expectButtons(number, '与信内容変更', '与信結果確認', '与信キャンセル');

  await desk.press(number, '与信内容変更');
  await sheet.expectOpen(number);
  await expect(sheet.sheet).toContainText('RE009');
  await expect(sheet.sheet.locator('.reasons')).toContainText('番地');
  await expect(sheet.buyerAddress).toBeFocused();
  await expect(sheet.buyerAddress).toBeInViewport();
  await sheet.buyerAddress.fill('東京都港区赤坂9-9-9');
  await signedIn.keyboard.press('Enter');
  await expect(sheet.lamp).toHaveText('与信OK');
  await desk.expectCredit(number, 'ok');
  await expect(sheet.sheet.locator('.reasons')).toBeEmpty();
});

test('a refusal shows its reason and leaves the two acts that make sense', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { number } = await arrange(desk, trouble.refused);
  await desk.press(number, '与信を実行');
  await desk.expectCredit(number, 'ng');
  await expect(desk.row(number).locator('.reason')).toHaveText('情報不備');
  await desk.expectButtons(number, '与信内容変更', '与信キャンセル');
  await desk.openSheet(number);
  await expect(new SheetPage(signedIn).sheet.locator('.reasons')).toContainText('ご注文の情報に不備がある可能性があります');
});

test('a data error says in Japanese what is wrong, and 修正 leads to 与信OK', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { number } = await arrange(desk, trouble.shortPhone);
  await desk.press(number, '与信を実行');
  await desk.expectCredit(number, 'error');
  await expect(desk.row(number).locator('.reason')).toHaveText('購入者_電話番号_11桁');
  await desk.expectButtons(number, '修正', '与信を実行');

  await desk.press(number, '修正');
  await expect(sheet.buyerTel).toBeFocused();
  await expect(sheet.sheet.locator('.reasons')).toContainText('購入者の電話番号の桁数が正しくありません');
  await sheet.buyerTel.fill('090-1234-5678');
  await sheet.saveOnly.click();
  await expect(desk.notices).toContainText('保存しました');
  await sheet.close.click();
  await desk.press(number, '与信を実行');
  await desk.expectCredit(number, 'ok');
});

test('a review that takes its time ends by itself @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { number } = await arrange(desk, trouble.slow);
  const expectNoReload = await desk.watchForReload();
  await desk.press(number, '与信を実行');
  await desk.expectCredit(number, 'reviewing');
  await desk.expectButtons(number, '与信結果確認', '与信キャンセル');
  await desk.expectCredit(number, 'ok', 25_000);
  await expectNoReload();
  await desk.openSheet(number);
  const check = new SheetPage(signedIn).timeline.getByRole('listitem').filter({ hasText: '与信結果確認' }).first();
  await expect(check).toContainText('自動');
});

test('cancelling asks first, and a cancelled order is registered anew under its own id', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { number } = await arrange(desk);
  await desk.press(number, '与信を実行');
  await desk.expectCredit(number, 'ok');

  await desk.press(number, '与信キャンセル');
  await expect(desk.dialog).toContainText(`${number} の与信をキャンセルしますか？`);
  await desk.dialog.getByRole('button', { name: 'やめる' }).click();
  await expect(desk.dialog).toBeHidden();
  await desk.expectCredit(number, 'ok');

  await desk.press(number, '与信キャンセル');
  await desk.dialog.getByRole('button', { name: '与信キャンセルを実行' }).click();
  await desk.expectCredit(number, 'cancelled');
  await desk.expectButtons(number, '与信を実行');

  await desk.press(number, '与信を実行');
  await desk.expectCredit(number, 'ok');
  await desk.openSheet(number);
  await expect(sheet.sheet.locator('.sheet-ids')).toContainText(`加盟店取引ID ${number}-2`);
  // やめる has left no trace.
  await expect(sheet.timeline.getByRole('listitem').filter({ hasText: '与信キャンセル' })).toHaveCount(1);
});

test('an order that is paid otherwise has no button @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { number } = await arrange(desk, { payment: 'クレジットカード' });
  await expect(desk.row(number)).toContainText('クレジットカード');
  await desk.expectButtons(number);
});

/** An order of the test's own, alone on the screen. */
async function arrange(desk: DeskPage, wishes = {}): Promise<{ number: string }> {
  const one = order(wishes);
  await bringIn(desk.page, one);
  await desk.find(one.number);
  return one;
}
