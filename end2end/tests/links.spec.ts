import { expect, test, untilReady } from '../fixtures/desk';
import { bringIn, order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';

test('連携状態 shows every shop, its queue and how NP answers @reading', async ({ signedIn }) => {
  await signedIn.goto('/links');
  await expect(signedIn.getByRole('heading', { level: 1 })).toHaveText('連携状態');
  await expect(signedIn).toHaveTitle('連携状態 | Atobarai Desk');
  const main = signedIn.locator('[data-link][data-shop="main"]');
  await expect(main).toHaveAttribute('data-link', 'good');
  await expect(main).toContainText('正常');
  await expect(main).toContainText('最終回答');
  for (const kind of ['与信を実行', '与信結果確認', '与信内容変更', '与信キャンセル', '伝票番号同期', '入金確認']) {
    await expect(main.getByRole('row').filter({ hasText: kind })).toHaveCount(1);
  }
  await expect(signedIn.locator('[data-shop="rakuten"]')).toBeVisible();
});

test('連携状態 follows what happens without a reload @once', async ({ signedIn, beside }) => {
  const one = order();
  await bringIn(beside, one);
  await signedIn.goto('/links');
  await untilReady(signedIn);
  const speed = signedIn.locator('[data-shop="main"] dl');
  const before = Number(/直近1時間 (\d+)件/.exec(await speed.innerText())?.[1]);
  const desk = new DeskPage(beside);
  await desk.find(one.number);
  await desk.press(one.number, '与信を実行');
  await desk.expectCredit(one.number, 'ok');
  await expect(speed).toContainText(`直近1時間 ${before + 1}件`);
  await expect(speed).not.toContainText('最終回答まだありません');
});
