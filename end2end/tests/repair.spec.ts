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
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await desk.press(one.number, '与信を実行');
  await desk.expectCredit(one.number, 'hold');
  await desk.openSheet(one.number);
  await signedIn.getByRole('button', { name: '従業員' }).click();
  await expect(sheet.field('buyer-department')).toHaveValue(/従業員$/);
  await signedIn.getByRole('button', { name: '従業員' }).click();
  await expect(sheet.field('buyer-department')).not.toHaveValue(/従業員従業員/);
});

test('a refusal has a text for the customer, ready to be copied @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order(trouble.refused);
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await desk.press(one.number, '与信を実行');
  await desk.expectCredit(one.number, 'ng');
  await desk.openSheet(one.number);
  await signedIn.getByText('別のお支払い方法をお願いする文面').click();
  await expect(signedIn.getByLabel('お客様への文面')).toHaveValue(new RegExp(`受注番号 ${one.number}`));
  await signedIn.getByRole('button', { name: '文面をコピー' }).click();
  await expect(signedIn.getByText('コピーしました。')).toBeVisible();
});
