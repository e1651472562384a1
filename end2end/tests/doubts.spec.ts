import { expect, test, untilWhole } from '../fixtures/desk';
import { batch, bringIn, order, trouble } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { PanelPage } from '../pages/panel';
import { SheetPage } from '../pages/sheet';

// What cannot be taken back is said before it is done.

test('a parcel is not reported while NP has other contents than the order @once', async ({ signedIn }) => {
  const [desk, sheet] = [new DeskPage(signedIn), new SheetPage(signedIn)];
  const one = order();
  await desk.bringInWith(one, 'ok');
  await desk.openSheet(one.number);
  await sheet.slipNumber.fill('1234-5678-9012');
  await sheet.saveSlip.click();
  await expect(desk.button(one.number, '伝票番号同期')).toBeVisible();
  await sheet.buyerTel.fill('080-3333-4444');
  await sheet.saveOnly.click();
  await expect(desk.row(one.number)).toContainText('修正あり・未送信');
  await expect(desk.button(one.number, '伝票番号同期')).toHaveCount(0);
  await sheet.send.click();
  await expect(desk.button(one.number, '伝票番号同期')).toBeVisible();
});

test('a preview says what would be stopped, replaced or asked for in vain, and what is not done with many', async ({ signedIn }) => {
  const { prefix, orders } = batch(4, (nth) => (nth === 0 ? trouble.shortPhone : { note: nth === 1 ? 'のし希望' : '' }));
  const [desk, panel] = [new DeskPage(signedIn), new PanelPage(signedIn)];
  const concerns = panel.panel.locator('.panel-concerns');
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await desk.tickAll();
  await panel.choose('与信を実行');
  await expect(concerns).toContainText('NPには送られず、エラーになります。');
  await expect(concerns).toContainText(orders[0]!.number);
  await concerns.getByRole('button', { name: /1件のチェックを外す/ }).click();
  await panel.expectPreview(3, []);
  await panel.start(3);
  await expect(panel.panel).toContainText('完了 3件');
  await panel.choose('閉じる');

  await desk.tickAll();
  await panel.openForm('一括入力', '玄関前');
  await panel.choose('上書き');
  await expect(concerns).toContainText('入力済みの内容を置き換えます。');
  await expect(concerns).toContainText(orders[1]!.number);
  await panel.choose('戻る');
  await panel.openForm('手数料一括入力', '500');
  await panel.choose('入力');
  await expect(concerns).toContainText('変更後に与信内容変更を送るまで、NPの請求額は変わりません。');
  await panel.choose('戻る');

  await desk.press(orders[3]!.number, '与信キャンセル');
  await desk.dialog.getByRole('button', { name: '与信キャンセルを実行' }).click();
  await desk.expectCredit(orders[3]!.number, 'cancelled');
  await panel.openForm('後払い');
  await panel.choose('与信を実行');
  await expect(panel.panel.locator('.panel-preview')).toContainText('1件: キャンセル済の受注です。');
});

test('送って次へ works from anywhere in the sheet, and asks before NP gets the same once more @once', async ({ signedIn }) => {
  const [desk, sheet] = [new DeskPage(signedIn), new SheetPage(signedIn)];
  const one = order(trouble.noHouseNumber);
  await desk.bringInWith(one, 'hold');
  await desk.openSheet(one.number);
  await expect(sheet.buyerAddress).toBeVisible();
  await expect(sheet.close).toBeFocused();
  await signedIn.keyboard.press('Control+Enter');
  await expect(desk.dialog).toContainText('NPに送った内容から変わっていません');
  await signedIn.keyboard.press('Escape');
  await expect(sheet.sheet).toBeVisible();
  await desk.expectCredit(one.number, 'hold');
  await sheet.buyerAddress.fill('東京都港区赤坂1-2-3');
  await sheet.close.focus();
  await signedIn.keyboard.press('Control+Enter');
  await desk.expectCredit(one.number, 'ok');
});

test('a parcel that looks wrong, or should not leave yet, is doubted while it is typed', async ({ signedIn }) => {
  const [desk, sheet] = [new DeskPage(signedIn), new SheetPage(signedIn)];
  const one = order({ note: '不在時は宅配ボックスへ' });
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await desk.openSheet(one.number);
  await expect(sheet.sheet.locator('.sheet-wishes')).toContainText(one.note);
  const doubts = sheet.sheet.locator('.parcel-doubts');
  await expect(doubts).toHaveText('');
  await sheet.slipNumber.fill('123');
  await sheet.sheet.getByLabel('出荷日').fill('2020-01-01');
  await expect(doubts).toContainText('ヤマト運輸の伝票番号は数字12桁です');
  await expect(doubts).toContainText('出荷日が注文日');
  await expect(doubts).toContainText('与信OKになるまで発送しないでください。');
  await expect(doubts).toBeInViewport();
  await sheet.button('与信を実行').click();
  await desk.expectCredit(one.number, 'ok');
  await expect(doubts).not.toContainText('発送しないでください');
});

test('a search says how many it has found, leads to them by a key, and out again by a press @once', async ({ signedIn }) => {
  const { prefix, orders } = batch(3);
  const desk = new DeskPage(signedIn);
  await bringIn(signedIn, ...orders);
  await desk.open();
  await untilWhole(signedIn);
  await signedIn.keyboard.press('/');
  await signedIn.keyboard.type(prefix);
  await signedIn.keyboard.press('Enter');
  await expect(signedIn.locator('.hits')).toHaveText('3件');
  await expect(desk.grid).toBeFocused();
  await desk.open('?q=これはありません&lane=before');
  await signedIn.getByRole('link', { name: '検索と絞り込みをすべて外す' }).click();
  await expect(desk.rows).not.toHaveCount(0);
  await expect(signedIn).toHaveURL(/\/\?lane=before$/);
});

test('an end before its beginning is said instead of showing nothing @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open();
  await signedIn.getByRole('button', { name: '絞り込み' }).click();
  await signedIn.getByLabel('請求額（以上）').fill('5000');
  await signedIn.getByLabel('請求額（以下）').fill('100');
  await signedIn.getByRole('button', { name: '絞り込む' }).click();
  await expect(signedIn.getByText('逆になっています。')).toBeVisible();
  await expect(signedIn).not.toHaveURL(/least/);
  await signedIn.getByLabel('請求額（以下）').fill('9000');
  await signedIn.getByRole('button', { name: '絞り込む' }).click();
  await expect(signedIn).toHaveURL(/least=5000.*most=9000/);
});
