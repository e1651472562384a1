import { expect, test } from '../fixtures/desk';
import { batch, bringIn, order, trouble } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { PanelPage } from '../pages/panel';
import { SheetPage } from '../pages/sheet';

test('the repair lane is grouped by reason, and one key sends and goes on to the next', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const { prefix, orders } = batch(3, (nth) => (nth === 2 ? { goods: 'りんご【保留RE003】' } : trouble.noHouseNumber));
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await desk.tickAll();
  await panel.choose('与信を実行');
  await panel.start(3);
  for (const { number } of orders) await desk.expectCredit(number, 'hold');
  await panel.choose('閉じる');

  await desk.open(`?lane=repair&q=${prefix}`);
  await expect.poll(() => desk.total()).toBe(3);
  const reasons = signedIn.getByRole('navigation', { name: '理由' });
  await reasons.getByRole('link', { name: /住所_情報不足/ }).click();
  await expect(signedIn).toHaveURL(/reason=RE009/);
  await expect.poll(() => desk.total()).toBe(2);

  await desk.openSheet(orders[0]!.number);
  const sheet = new SheetPage(signedIn);
  await sheet.field('buyer-address').fill('東京都千代田区丸の内1-1-1');
  await sheet.field('buyer-address').press('Control+Enter');
  await expect(signedIn.getByRole('complementary').getByRole('heading', { name: orders[1]!.number })).toBeVisible();
  await expect(sheet.field('buyer-address')).toBeFocused();
  await desk.expectCredit(orders[0]!.number, 'ok');
});

test('where NP asks for a workplace, one press writes the word @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const one = order({ goods: '見本【保留RE014】' });
  await desk.bringInWith(one, 'hold');
  await desk.openSheet(one.number);
  await signedIn.getByRole('button', { name: '従業員' }).click();
  await expect(sheet.field('buyer-department')).toHaveValue(/従業員$/);
  await signedIn.getByRole('button', { name: '従業員' }).click();
  await expect(sheet.field('buyer-department')).not.toHaveValue(/従業員従業員/);
});

test('a refusal has a text for the customer, ready to be copied @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order(trouble.refused);
  await desk.bringInWith(one, 'ng');
  await desk.openSheet(one.number);
  await signedIn.getByText('別のお支払い方法をお願いする文面').click();
  await expect(signedIn.getByLabel('お客様への文面')).toHaveValue(new RegExp(`受注番号 ${one.number}`));
  await signedIn.getByRole('button', { name: '文面をコピー' }).click();
  await expect(signedIn.getByText('コピーしました。')).toBeVisible();
});

test('what is typed is told apart from what NP got, and a wrong postal code is named before it is sent', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const one = order(trouble.noHouseNumber);
  await desk.bringInWith(one, 'hold');
  await desk.openSheet(one.number);
  const differences = signedIn.getByRole('region', { name: 'NPに送った内容との違い' });
  await expect(sheet.field('buyer-zip')).toBeVisible();
  await expect(differences).toHaveCount(0);
  await sheet.field('buyer-zip').fill('530-0001');
  await expect(sheet.sentences(sheet.field('buyer-zip'))).toContainText('郵便番号530-0001は「大阪府大阪市北区」です');
  await expect(differences).toContainText('107-0052 → 530-0001');
  await sheet.field('buyer-zip').fill('107-0052');
  await expect(sheet.sentences(sheet.field('buyer-zip'))).toHaveCount(0);
  await sheet.buyerAddress.fill('東京都港区赤坂9-9-9');
  await expect(differences).toContainText('（1か所）');
  await sheet.send.click();
  await desk.expectCredit(one.number, 'ok');
  await expect(differences).toHaveCount(0);
});

test('RE029 says until when to wait, and RE026 has the way out beside it @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const [waits, hopeless] = [order({ goods: '見本【保留RE029】' }), order({ goods: '見本【保留RE026】' })];
  await bringIn(signedIn, waits, hopeless);
  for (const { number } of [waits, hopeless]) {
    await desk.find(number);
    await desk.press(number, '与信を実行');
    await desk.expectCredit(number, 'hold');
  }
  const sheet = new SheetPage(signedIn);
  await desk.find(waits.number);
  await desk.openSheet(waits.number);
  await expect(sheet.sheet).toContainText(/詳細審査の結果は \d{4}-\d{2}-\d{2} 18:00 までに出ます。/);
  await desk.find(hopeless.number);
  await desk.openSheet(hopeless.number);
  await sheet.sheet.locator('.advice').getByRole('button', { name: '与信キャンセル' }).click();
  await signedIn.getByRole('button', { name: '与信キャンセルを実行' }).click();
  await desk.expectCredit(hopeless.number, 'cancelled');
});
