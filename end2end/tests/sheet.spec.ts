import { expect, test } from '../fixtures/desk';
import { batch, billed, bringIn, order, type Order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { SheetPage } from '../pages/sheet';

test('the sheet has an address, and closes with Escape and with ×', async ({ signedIn }) => {
  const { desk, sheet, one } = await arrange(new DeskPage(signedIn));
  await expect(signedIn).toHaveURL(/[?&]open=\d+/);
  const address = signedIn.url();
  await signedIn.keyboard.press('Escape');
  await expect(sheet.sheet).toBeHidden();
  await expect(signedIn).toHaveURL(`/?q=${one.number}`);

  await signedIn.goto(address);
  await sheet.expectOpen(one.number);
  await expect(sheet.buyerName).toHaveValue(one.name);
  await expect(sheet.billedAmount).toHaveValue(billed(one).toLocaleString('en'));
  await sheet.close.click();
  await expect(sheet.sheet).toBeHidden();
  await expect(desk.row(one.number)).toBeVisible();

  await signedIn.goBack();
  await sheet.expectOpen(one.number);
});

test('an order that is not on the screen opens by its address, and its sheet is live @once', async ({ signedIn }) => {
  const { desk, sheet, one } = await arrange(new DeskPage(signedIn));
  const id = new URL(signedIn.url()).searchParams.get('open');
  await desk.open(`?q=どこにもない受注&open=${id}`);
  await sheet.expectOpen(one.number);
  await sheet.button('与信を実行').click();
  await expect(sheet.lamp).toHaveText('与信OK');
  await expect(sheet.timeline).toContainText('与信を実行');
  await expect(sheet.button('与信キャンセル')).toBeVisible();
});

test('an order that is not there is not there @once', async ({ signedIn, problems }) => {
  problems.expect(/404/);
  await new DeskPage(signedIn).open('?open=999999999');
  await expect(new SheetPage(signedIn).sheet).toContainText('受注が見つかりません');
  await signedIn.keyboard.press('Escape');
  await expect(new SheetPage(signedIn).sheet).toBeHidden();
});

test('what is written about an order is edited beside it, and never over what a colleague wrote', async ({ signedIn, beside }) => {
  const { desk, sheet, one } = await arrange(new DeskPage(signedIn), { note: '玄関前に置く' });
  const note = sheet.sheet.getByLabel('備考・注意');
  const save = sheet.sheet.getByRole('button', { name: '備考を保存' });
  await expect(note).toHaveValue('玄関前に置く');
  await expect(save).toBeDisabled();
  await note.fill('玄関前に置く\n火曜に電話済み\n');
  await sheet.sheet.getByLabel('時刻').fill('午前中');
  await save.click();
  await expect(sheet.sheet.locator('.sheet-wishes')).toContainText('火曜に電話済み');
  await expect(sheet.timeline).toContainText('時刻を入力、備考・注意を入力');
  await expect(desk.row(one.number)).toContainText('火曜に電話済み');
  // The server takes the last line end away: that is nobody's change.
  await expect(note).toHaveValue('玄関前に置く\n火曜に電話済み');
  await expect(save).toBeDisabled();
  await expect(sheet.sheet.getByText('ほかの人が')).toHaveCount(0);

  await note.fill('要確認');
  const [there, theirs] = [new DeskPage(beside), new SheetPage(beside)];
  await there.find(one.number);
  await there.openSheet(one.number);
  await theirs.sheet.getByLabel('備考・注意').fill('返品の相談あり');
  await theirs.sheet.getByRole('button', { name: '備考を保存' }).click();
  await expect(sheet.sheet.getByText('ほかの人がお届け希望・備考を変更しました（午前中、返品の相談あり）。')).toBeVisible();
  await expect(note).toHaveValue('要確認');
  await signedIn.keyboard.press('Escape');
  await signedIn.getByRole('button', { name: '保存せずに閉じる' }).click();
  await expect(desk.row(one.number)).toContainText('返品の相談あり');
});

test('typing is kept while the order changes elsewhere, and can be sent afterwards', async ({ signedIn, beside }) => {
  const { desk, sheet, one } = await arrange(new DeskPage(signedIn));
  const there = new DeskPage(beside);
  await there.find(one.number);
  await sheet.buyerTel.fill('070-1111-2222');
  await expect(sheet.unsaved).toBeVisible();
  await there.press(one.number, '与信を実行');
  await expect(sheet.lamp).toHaveText('与信OK');
  await expect(sheet.buyerTel).toHaveValue('070-1111-2222');
  await expect(sheet.unsaved).toBeVisible();
  await sheet.send.click();
  await desk.expectCredit(one.number, 'ok');
  await expect(sheet.unsaved).toBeHidden();
  await expect(sheet.timeline.getByRole('listitem').filter({ hasText: '与信内容変更' })).toContainText('与信OK');
});

test('a price that does not add up is named at 請求額, and nothing is sent', async ({ signedIn }) => {
  const { desk, sheet, one } = await arrange(new DeskPage(signedIn));
  await sheet.line(1, '単価').fill(`${one.price + 100}`);
  const sentence = `請求額${yen(billed(one))}円が、商品明細の合計${yen(billed(one) + 100)}円と合いません。`;
  await expect(sheet.sentences(sheet.billedAmount)).toHaveText(sentence);
  await expect(sheet.send).toBeDisabled();
  await expect(sheet.saveOnly).toBeDisabled();
  await sheet.line(1, '単価').press('Enter');
  await desk.expectCredit(one.number, 'none');

  await sheet.billedAmount.fill(`${billed(one) + 100}`);
  await expect(sheet.sentences(sheet.billedAmount)).toHaveCount(0);
  await sheet.send.click();
  await desk.expectCredit(one.number, 'ok');
  await expect(desk.row(one.number)).toContainText(yen(billed(one) + 100));
});

test('an amount that is no number is named at its line @once', async ({ signedIn }) => {
  const { sheet } = await arrange(new DeskPage(signedIn));
  await sheet.line(1, '単価').fill('にせん');
  await expect(sheet.sentences(sheet.line(1, '単価'))).toContainText('整数で入力してください');
  await expect(sheet.send).toBeDisabled();
});

test('a bad phone number is named at the field while it is typed', async ({ signedIn }) => {
  const { sheet } = await arrange(new DeskPage(signedIn));
  await sheet.buyerTel.fill('');
  await sheet.buyerTel.pressSequentially('090-1234');
  await expect(sheet.sentences(sheet.buyerTel)).toHaveText(/購入者の電話番号の桁数が正しくありません。.+（いま7桁）/);
  await expect(sheet.send).toBeDisabled();
  await sheet.buyerTel.pressSequentially('-5678');
  await expect(sheet.sentences(sheet.buyerTel)).toHaveCount(0);
  await expect(sheet.send).toBeEnabled();
});

test('what NP would hold is said before it is sent, without forbidding it @once', async ({ signedIn }) => {
  const { sheet } = await arrange(new DeskPage(signedIn));
  await sheet.buyerAddress.fill('東京都港区赤坂');
  await expect(sheet.sentences(sheet.buyerAddress)).toHaveText(/このまま送ると保留になる可能性があります。.+番地/);
  await expect(sheet.send).toBeEnabled();
});

test('one wrong field does not silence another @once', async ({ signedIn }) => {
  const { sheet } = await arrange(new DeskPage(signedIn));
  await sheet.buyerTel.fill('1');
  await expect(sheet.sentences(sheet.buyerTel)).toContainText('電話番号');
  await sheet.line(1, '単価').fill('にせん');
  await expect(sheet.sentences(sheet.line(1, '単価'))).toContainText('整数で入力してください');
  await expect(sheet.sentences(sheet.buyerTel)).toContainText('電話番号');
});

test('a stray Escape does not throw away what was typed @once', async ({ signedIn }) => {
  const { sheet } = await arrange(new DeskPage(signedIn));
  await sheet.buyerTel.fill('070-1111-2222');
  await expect(sheet.unsaved).toBeVisible();
  await signedIn.keyboard.press('Escape');
  // Whether it asks or simply stays is not the matter here.
  await expect(sheet.buyerTel).toHaveValue('070-1111-2222');
});

test('another order takes the sheet over', async ({ signedIn }) => {
  const { prefix, orders } = batch(2);
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  for (const { number, name } of orders) {
    await desk.openSheet(number);
    await sheet.expectOpen(number);
    await expect(sheet.buyerName).toHaveValue(name);
  }
  await sheet.button('与信を実行').click();
  await desk.expectCredit(orders[1]!.number, 'ok');
  await desk.expectCredit(orders[0]!.number, 'none');
});

/** An order of the test's own, alone on the screen, with its sheet open. */
async function arrange(desk: DeskPage, wishes: Partial<Order> = {}): Promise<{ desk: DeskPage; sheet: SheetPage; one: Order }> {
  const one = order(wishes);
  const sheet = new SheetPage(desk.page);
  await bringIn(desk.page, one);
  await desk.find(one.number);
  await desk.openSheet(one.number);
  await sheet.expectOpen(one.number);
  return { desk, sheet, one };
}

function yen(amount: number): string {
  return amount.toLocaleString('en');
}
