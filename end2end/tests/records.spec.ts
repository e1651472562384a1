import { readFileSync } from 'node:fs';
import { expect, test, untilReady } from '../fixtures/desk';
import { bringIn, order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';

test('操作履歴 tells who did what, filters by the address, and is taken out @once', async ({ signedIn, desk }) => {
  const one = order();
  await bringIn(signedIn, one);
  const orders = new DeskPage(signedIn);
  await orders.find(one.number);
  await orders.press(one.number, '与信を実行');
  await orders.expectCredit(one.number, 'ok');
  await signedIn.goto('/settings');
  await untilReady(signedIn);
  await signedIn.getByRole('main').getByRole('link', { name: /操作履歴/ }).click();
  await expect(signedIn.getByRole('heading', { level: 1 })).toHaveText('操作履歴');
  const rows = signedIn.locator('[data-audit]');
  await expect(rows.first()).toContainText(`受注 ${one.number} の与信を実行`);
  await expect(rows.first()).toContainText(desk.user);

  await signedIn.getByLabel('種類').selectOption('取込');
  await signedIn.getByLabel('操作した人').fill(desk.user);
  await signedIn.getByRole('button', { name: '絞り込む' }).click();
  await expect(signedIn).toHaveURL(/\/settings\/audit\?kind=import&who=admin$/);
  await expect(rows.first()).toContainText('受注データを取込（新規 1件');
  await expect(signedIn.locator('[data-audit="act"]')).toHaveCount(0);
  await expect(signedIn.getByLabel('種類')).toHaveValue('import');

  const [download] = await Promise.all([signedIn.waitForEvent('download'), signedIn.getByRole('button', { name: 'CSVで書き出す' }).click()]);
  expect(download.suggestedFilename()).toMatch(/^history-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.startsWith('\uFEFF"日時","操作した人"')).toBe(true);
  expect(text).toContain('受注データを取込');
  expect(text).not.toContain('与信を実行');
  await signedIn.getByLabel('種類').selectOption('書出');
  await signedIn.getByRole('button', { name: '絞り込む' }).click();
  await expect(rows.first()).toContainText('操作履歴をCSVで書出（kind=import、who=admin）');
});

test('操作履歴 and 個人情報 read without scripts @reading', async ({ signedIn }) => {
  await signedIn.goto('/settings/audit?kind=settings');
  await expect(signedIn.getByRole('heading', { level: 1 })).toHaveText('操作履歴');
  await expect(signedIn.getByLabel('種類')).toHaveValue('settings');
  await expect(signedIn.locator('[data-audit="settings"]').first()).toBeVisible();
  await signedIn.goto('/settings/privacy');
  await expect(signedIn.getByRole('heading', { level: 1 })).toHaveText('個人情報');
  await expect(signedIn.getByLabel(/保存期間/)).toHaveValue('0');
});

test('the time that buyers’ data are kept is set, and a wrong one is told @once', async ({ signedIn, problems }) => {
  problems.expect(/^answer 422: POST \S+\/api\/save_retention$/, /status of 422/);
  await signedIn.goto('/settings/privacy');
  await untilReady(signedIn);
  const days = signedIn.getByLabel(/保存期間/);
  await days.fill('7');
  await signedIn.getByRole('button', { name: '保存', exact: true }).click();
  await expect(signedIn.locator('.notice-error')).toContainText('30日から3650日');
  await days.fill('3000');
  await signedIn.getByRole('button', { name: '保存', exact: true }).click();
  await expect(signedIn.locator('.privacy-state')).toContainText('3000日を過ぎた受注');
  await days.fill('0');
  await days.press('Enter');
  await expect(signedIn.locator('.privacy-state')).toContainText('自動では消去しません');
});

test('one buyer is found, taken out and blanked; what is in progress stays @once', async ({ signedIn }) => {
  const [gone, running] = [order(), order()];
  await bringIn(signedIn, { ...gone }, { ...running, tel: gone.tel });
  const orders = new DeskPage(signedIn);
  await orders.find(running.number);
  await orders.press(running.number, '与信を実行');
  await orders.expectCredit(running.number, 'ok');
  await signedIn.goto('/settings/privacy');
  await untilReady(signedIn);
  await signedIn.getByLabel('電話番号').fill(gone.tel);
  await signedIn.getByRole('button', { name: '探す' }).click();
  await expect(signedIn.locator('.buyer-found')).toContainText('受注 2件が見つかりました。そのうち 1件を消去できます。');
  const [download] = await Promise.all([signedIn.waitForEvent('download'), signedIn.getByRole('button', { name: 'JSONで書き出す' }).click()]);
  const taken: { row: { order_number: string } }[] = JSON.parse(readFileSync(await download.path(), 'utf8'));
  expect(taken.map((sheet) => sheet.row.order_number).sort()).toEqual([gone.number, running.number].sort());

  await signedIn.getByRole('button', { name: '1件の個人情報を消去' }).click();
  await expect(orders.dialog).toContainText('消去した情報は元に戻せません。');
  await orders.dialog.getByRole('button', { name: '消去する' }).click();
  await expect(signedIn.locator('.buyer-erased')).toContainText(gone.number);
  await expect(signedIn.getByRole('listitem').filter({ hasText: running.number })).toContainText('出荷か入金が済んでいません。');
  await expect(signedIn.locator(`[data-buyers-order="${gone.number}"]`)).toHaveCount(0);

  await orders.find(gone.number);
  await orders.openSheet(gone.number);
  await expect(signedIn.locator('.sheet')).toContainText('個人情報は消去済み');
  await expect(signedIn.locator('#buyer-name')).toHaveCount(0);
  await orders.expectButtons(gone.number);
});
