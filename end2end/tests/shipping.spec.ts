import { expect, test } from '../fixtures/desk';
import { bringIn, order, trouble } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { SheetPage } from '../pages/sheet';

test('a slip number entered in the sheet is reported to NP', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { number } = await arrangeOk(desk);
  await desk.openSheet(number);
  await sheet.enterSlip(slipOf(number));
  await expect(desk.notices).toContainText('配送を保存しました');
  await desk.expectShipment(number, 'ready');
  await expect(desk.row(number)).toContainText('伝票入力済');
  await sheet.close.click();
  await desk.expectButtons(number, '伝票番号同期', '与信内容変更', '与信キャンセル');

  await desk.press(number, '伝票番号同期');
  await desk.expectShipment(number, 'synced');
  await expect(desk.row(number)).toContainText('伝票番号同期OK');
  await desk.expectButtons(number, '与信キャンセル');

  // What NP has been told cannot be changed here any more, and the sheet says why.
  await desk.openSheet(number);
  await expect(sheet.slipNumber).toBeDisabled();
  await expect(sheet.buyerTel).toBeDisabled();
  await expect(sheet.sheet.locator('.locked').first()).toHaveText('伝票番号同期が済んだ受注は変更できません。');
});

test('a parcel that looks wrong is asked about before NP is told of it @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { number } = await arrangeOk(desk);
  await desk.openSheet(number);
  await sheet.enterSlip(`${slipOf(number)}1`);
  await desk.expectShipment(number, 'ready');
  await sheet.close.click();
  await desk.press(number, '伝票番号同期');
  await expect(desk.dialog).toContainText('ヤマト運輸の伝票番号は数字12桁です');
  await expect(desk.dialog).toContainText('NPに報告した伝票番号は取り消せません。');
  await desk.dialog.getByRole('button', { name: 'やめる' }).click();
  await desk.expectShipment(number, 'ready');
  await desk.press(number, '伝票番号同期');
  await desk.dialog.getByRole('button', { name: 'このまま報告' }).click();
  await desk.expectShipment(number, 'synced');
});

test('cancelling after the report says what it costs @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { number } = await arrangeOk(desk);
  await desk.openSheet(number);
  await new SheetPage(signedIn).enterSlip(slipOf(number));
  await desk.expectShipment(number, 'ready');
  await signedIn.keyboard.press('Escape');
  await desk.press(number, '伝票番号同期');
  await desk.expectShipment(number, 'synced');
  await desk.press(number, '与信キャンセル');
  await expect(desk.dialog).toContainText('立替払いも取り消されます');
  await desk.dialog.getByRole('button', { name: '与信キャンセルを実行' }).click();
  await desk.expectCredit(number, 'cancelled');
});

test('a carrier that NP does not know is stopped by its name, and nothing is sent', async ({ signedIn, problems }) => {
  problems.expect(/422/);
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { number } = await arrangeOk(desk, trouble.unknownCarrier);
  await desk.openSheet(number);
  await sheet.enterSlip(slipOf(number));
  await expect(sheet.sentences(sheet.carrier)).toContainText('配送業者「赤帽」は、NP後払いの配送業者に対応付けられていません');
  await desk.expectShipment(number, 'ready');
  await sheet.close.click();

  await desk.press(number, '伝票番号同期');
  await expect(desk.notices).toContainText('配送業者「赤帽」は、NP後払いの配送業者に対応付けられていません');
  await desk.expectShipment(number, 'ready');
  await desk.openSheet(number);
  await expect(sheet.timeline.getByRole('listitem').filter({ hasText: '伝票番号同期' })).toHaveCount(0);

  // Mapped by a person, it goes out.
  await sheet.carrier.fill('佐川急便');
  await sheet.saveSlip.click();
  await expect(desk.row(number)).toContainText('佐川急便');
  await expect(sheet.saveSlip).toBeEnabled();
  await sheet.button('伝票番号同期').click();
  await desk.expectShipment(number, 'synced');
});

test('a slip number of another order is refused, and the sentence names that order', async ({ signedIn, problems }) => {
  problems.expect(/422/);
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const first = await arrangeOk(desk);
  await desk.openSheet(first.number);
  await sheet.enterSlip(slipOf(first.number));
  await desk.expectShipment(first.number, 'ready');

  const second = await arrangeOk(desk);
  await desk.openSheet(second.number);
  await sheet.enterSlip(slipOf(first.number));
  await expect(sheet.sentences(sheet.slipNumber)).toContainText(`受注 ${first.number} に入力済み`);
  await desk.expectShipment(second.number, 'none');
  // Typing another one takes the complaint away.
  await sheet.enterSlip(slipOf(second.number));
  await desk.expectShipment(second.number, 'ready');
});

test('a slip number that is none is refused while it is typed @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { number } = await arrangeOk(desk);
  await desk.openSheet(number);
  await sheet.slipNumber.fill('伝票');
  await expect(sheet.sentences(sheet.slipNumber)).toContainText('伝票番号は、半角英数字と「-」の20文字以内');
  await expect(sheet.saveSlip).toBeDisabled();
});

test('a slip number can be taken away again before it is reported @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { number } = await arrangeOk(desk);
  await desk.openSheet(number);
  await sheet.enterSlip(slipOf(number));
  await desk.expectShipment(number, 'ready');
  await sheet.enterSlip('');
  await desk.expectShipment(number, 'none');
  await expect(desk.row(number)).not.toContainText('伝票入力済');
});

test('a report that NP refuses says why, and can be sent again @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { number } = await arrangeOk(desk, { goods: 'りんご【出荷エラーE0109002】' });
  await desk.openSheet(number);
  await sheet.enterSlip(slipOf(number));
  await expect(desk.notices).toContainText('配送を保存しました');
  await sheet.button('伝票番号同期').click();
  await desk.expectShipment(number, 'failed');
  await desk.expectCredit(number, 'ok');
  await expect(sheet.sheet.locator('.reasons')).toContainText('NPのシステムエラーです');
  await expect(sheet.button('伝票番号同期')).toBeVisible();
});

test('a cancel that NP refuses leaves the credit as it was, and says why @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { number } = await arrangeOk(desk, { goods: 'りんご【取消エラーE0100131】' });
  await desk.press(number, '与信キャンセル');
  await desk.dialog.getByRole('button', { name: '与信キャンセルを実行' }).click();
  await desk.openSheet(number);
  await expect(sheet.sheet.locator('.reasons')).toContainText('精算が済んでいる取引のため、キャンセルできません');
  await desk.expectCredit(number, 'ok');
});

/** An order with 与信OK, alone on the screen. */
async function arrangeOk(desk: DeskPage, wishes = {}): Promise<{ number: string }> {
  const one = order(wishes);
  await bringIn(desk.page, one);
  await desk.find(one.number);
  await desk.press(one.number, '与信を実行');
  await desk.expectCredit(one.number, 'ok');
  return one;
}

/** A slip number that no other order has. */
function slipOf(number: string): string {
  let digits = 0n;
  for (const sign of number) digits = (digits * 31n + BigInt(sign.charCodeAt(0))) % 100_000_000_000n;
  return `${String(digits).padStart(11, '0')}${digits % 7n}`;
}
