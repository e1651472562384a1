import { expect, signIn, test } from '../fixtures/desk';

test('the form signs an operator in, with or without JavaScript @reading', async ({ page, desk }) => {
  await signIn(page, desk);
  await expect(page).toHaveURL(`${desk.url}/`);
});

test('a wrong password does not sign in @reading', async ({ page, desk }) => {
  await page.goto('/login');
  await page.getByLabel('利用者名').fill(desk.user);
  await page.getByLabel('パスワード', { exact: true }).fill('not-the-password');
  await page.getByRole('button', { name: 'ログイン' }).click();
  await expect(page.getByRole('button', { name: 'ログイン' })).toBeVisible();
  await page.goto('/');
  await expect(page).toHaveURL(/\/login/);
});

test('the orders become interactive', async ({ signedIn }) => {
  await signedIn.goto('/');
  await expect(signedIn.locator('body')).toHaveAttribute('data-ready', 'true');
});
