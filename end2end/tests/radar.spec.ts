import { expect, test, untilReady } from '../fixtures/desk';
import { bringIn, order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';

test('the radar shows what waits for its report, and the orders behind a bar', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await desk.open(`?q=${one.number}`);
  await desk.press(one.number, '与信を実行');
  await desk.expectCredit(one.number, 'ok');
  await signedIn.getByRole('navigation', { name: '画面' }).getByRole('link', { name: 'レーダー' }).click();
  await untilReady(signedIn);
  await expect(signedIn.getByRole('heading', { name: '出荷報告レーダー' })).toBeVisible();
  const bar = signedIn.locator('[data-bar=d3]');
  await expect(bar).toContainText(/[1-9]\d*件/);
  await bar.click();
  await expect(signedIn).toHaveURL(/bar=d3/);
  await expect(bar).toHaveAttribute('aria-current', 'true');
  const row = signedIn.locator(`[data-at-risk="${one.number}"]`);
  await expect(row).toContainText('与信OK');
  await signedIn.reload();
  await row.getByRole('link').click();
  await expect(signedIn.getByRole('complementary').getByRole('heading', { name: one.number })).toBeVisible();
});
