import { expect, signIn, test, untilReady } from '../fixtures/desk';
import { bringIn, order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { ImportPage } from '../pages/import';

test('signing out closes the desk @once', async ({ page, desk }) => {
  await signIn(page, desk);
  await untilReady(page);
  await expect(page.locator('header')).toContainText(desk.user);
  await page.getByRole('button', { name: 'ログアウト' }).click();
  await expect(page).toHaveURL(/\/login/);
  for (const path of ['/', '/files', '/runs', '/radar', '/links', '/?open=1']) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/login/);
  }
});

test('a press after the session has ended leads to the login page, with a sentence', async ({ signedIn, context, problems }) => {
  problems.expect(/401/);
  const view = new DeskPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await view.find(one.number);
  await view.expectLive();
  await context.clearCookies();
  await view.press(one.number, '与信を実行');
  await expect(signedIn).toHaveURL(/\/login/);
  await expect(signedIn.getByRole('alert')).toHaveText('ログインの有効期限が切れました。もう一度ログインしてください。');
});

test('every screen that asks the server leads there too @once', async ({ signedIn, context, session, problems }) => {
  problems.expect(/401/);
  const view = new DeskPage(signedIn);
  const acts: [string, () => Promise<void>][] = [
    ['/', () => view.lane('before').click()],
    ['/', () => view.search.fill('何か')],
    ['/', () => view.rows.first().getByRole('link').click()],
    ['/files', () => new ImportPage(signedIn).preview(Buffer.from('x'))],
  ];
  for (const [path, act] of acts) {
    await context.addCookies(session);
    await signedIn.goto(path);
    await untilReady(signedIn);
    // Whoever cannot listen is led away at once.
    await view.expectLive();
    await context.clearCookies();
    await act();
    await expect(signedIn, `after ${path}`).toHaveURL(/\/login\?ended/);
  }
});

test('a desk whose session has ended does not go on calling itself live @once', async ({ page, desk, problems }) => {
  problems.expect(/401/);
  await signIn(page, desk);
  await untilReady(page);
  const view = new DeskPage(page);
  await view.expectLive();
  // Signed out in another tab.
  const other = await page.context().newPage();
  await other.goto('/');
  await untilReady(other);
  await other.getByRole('button', { name: 'ログアウト' }).click();
  await expect(other).toHaveURL(/\/login/);
  await expect(async () => {
    const ended = page.url().includes('/login') || (await view.live.getAttribute('data-live')) !== 'live';
    expect(ended).toBe(true);
  }).toPass({ timeout: 5_000 });
});

test('nothing of a shop is served to who is not signed in @once', async ({ page }) => {
  for (const path of ['/api/events', '/api/desk']) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect([303, 401, 404, 405], path).toContain(answer.status());
    expect(await answer.text(), path).not.toContain('みほん');
  }
});
