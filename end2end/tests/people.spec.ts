import { createHmac } from 'node:crypto';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect, signIn, test, untilReady, type Desk } from '../fixtures/desk';
import type { Problems } from '../fixtures/problems';

const password = 'a password of their own';

test('an invitation is accepted, and the new person gets the screen of the role @once', async ({ signedIn, browser, desk, problems }) => {
  const guest = await invited(signedIn, browser, desk, problems, { name: '梱包 花子', role: '梱包' });
  await expect(guest).toHaveURL(`${desk.url}/`);
  await untilReady(guest);
  await expect(guest.locator('header')).toContainText('梱包 花子');
  await expect(guest.getByRole('link', { name: '受注', exact: true })).toBeVisible();
  await expect(guest.getByRole('link', { name: '設定' })).toHaveCount(0);
  await expect(guest.getByRole('link', { name: '取込' })).toHaveCount(0);
  await openPeople(signedIn);
  const row = person(signedIn, '梱包 花子');
  await expect(row).toContainText('有効');
  await row.getByRole('combobox', { name: '梱包 花子 の権限' }).selectOption('受注');
  await row.getByRole('button', { name: '変更' }).click();
  await expect(signedIn.getByText('梱包 花子 の権限を「受注」にしました。')).toBeVisible();
  await guest.reload();
  await expect(guest.getByRole('link', { name: '取込' })).toBeVisible();
});

test('an invitation that was taken back opens nothing @once', async ({ signedIn, page, context, problems }) => {
  problems.expect(/Failed to load resource/);
  const link = await invitation(signedIn, { name: '取り消す人', role: '閲覧' });
  await signedIn.getByRole('row', { name: '取り消す人' }).getByRole('button', { name: '取り消す' }).click();
  await expect(signedIn.getByText('招待を取り消しました。')).toBeVisible();
  await context.clearCookies();
  await page.goto(link);
  await expect(page.getByRole('alert')).toContainText('この招待は使えません。');
});

test('a second factor is enrolled, and its code is asked for at the next sign-in @once', async ({ signedIn, browser, desk, problems }) => {
  const guest = await invited(signedIn, browser, desk, problems, { name: '二段 太郎', role: '受注' });
  await guest.goto('/account');
  await untilReady(guest);
  await guest.getByRole('button', { name: '2段階認証を登録する' }).click();
  await expect(guest.getByRole('img', { name: '2段階認証を登録するためのQRコード' })).toBeVisible();
  const secret = await guest.locator('.totp-secret').innerText();
  await guest.getByLabel('認証コード').fill(code(secret, 0));
  await guest.getByLabel('認証コード').press('Enter');
  await expect(guest.getByText('2段階認証を登録しました。')).toBeVisible();
  await guest.getByRole('button', { name: 'ログアウト', exact: true }).click();
  await signIn(guest, { user: '二段 太郎', password });
  await expect(guest).toHaveURL(/\/login\/code$/);
  await guest.getByLabel(/6桁の数字/).fill('000000');
  await guest.getByRole('button', { name: 'ログイン' }).click();
  await expect(guest.getByRole('alert')).toContainText('認証コードが違うか、すでに使われています。');
  await guest.getByLabel(/6桁の数字/).fill(code(secret, 1));
  await guest.getByRole('button', { name: 'ログイン' }).click();
  await expect(guest).toHaveURL(`${desk.url}/`);
});

test('on a shared tablet a PIN gives the place to the next person', async ({ signedIn, browser, desk, problems }, info) => {
  const [packer, clerk] = [`梱包 ${info.project.name}`, `受注 ${info.project.name}`];
  const tablet = await invited(signedIn, browser, desk, problems, { name: packer, role: '梱包' });
  const other = await invited(signedIn, browser, desk, problems, { name: clerk, role: '受注' });
  for (const page of [tablet, other]) {
    await page.goto('/account');
    await untilReady(page);
    await page.getByLabel(/新しいPIN/).fill('2468');
    await page.getByRole('button', { name: 'PINを登録' }).click();
    await expect(page.getByText('PINを登録しました。')).toBeVisible();
  }
  await tablet.getByRole('button', { name: 'この端末を共有端末にする' }).click();
  await expect(tablet.getByText('この端末は共有端末です')).toBeVisible();
  await tablet.getByRole('link', { name: '交代', exact: true }).click();
  await tablet.getByRole('radio', { name: clerk }).check();
  await tablet.getByLabel('PIN').fill('1111');
  await tablet.getByRole('button', { name: '交代する' }).click();
  await expect(tablet.getByRole('alert')).toHaveText('PINが違います。');
  await expect(tablet.getByRole('radio', { name: clerk })).toBeChecked();
  await tablet.getByLabel('PIN').fill('2468');
  await tablet.getByRole('button', { name: '交代する' }).click();
  await expect(tablet).toHaveURL(`${desk.url}/`);
  await expect(tablet.locator('header')).toContainText(clerk);
  await expect(tablet.getByRole('link', { name: '取込' })).toBeVisible();
  await tablet.goto('/account');
  await expect(tablet.getByRole('heading', { name: 'PINで交代しています' })).toBeVisible();
  await tablet.getByRole('link', { name: 'パスワードでログイン' }).click();
  await expect(tablet.getByLabel('利用者名')).toHaveValue(clerk);
});

test('who is stopped is out in the other browser at once @once', async ({ signedIn, browser, desk, problems }) => {
  problems.expect(/401/);
  const guest = await invited(signedIn, browser, desk, problems, { name: '辞める人', role: '受注' });
  await untilReady(guest);
  await expect(guest.locator('[data-live="live"]')).toBeVisible();
  await openPeople(signedIn);
  await person(signedIn, '辞める人').getByRole('button', { name: '停止' }).click();
  await signedIn.getByRole('dialog').getByRole('button', { name: '停止する' }).click();
  await expect(person(signedIn, '辞める人')).toContainText('停止中');
  await expect(guest).toHaveURL(/\/login\?ended/, { timeout: 15_000 });
  await guest.getByLabel('利用者名').fill('辞める人');
  await guest.getByLabel('パスワード', { exact: true }).fill(password);
  await guest.getByRole('button', { name: 'ログイン' }).click();
  await expect(guest.getByRole('alert')).toContainText('この利用者は停止されています。');
});

test('the rules refuse to lock out who saves them @once', async ({ signedIn, problems }) => {
  problems.expect(/422/);
  await openPeople(signedIn);
  await signedIn.getByLabel(/利用できる接続元/).fill('192.0.2.0/24');
  await signedIn.getByRole('button', { name: 'ログインの設定を保存' }).click();
  await expect(signedIn.getByText('今の接続元 127.0.0.1 が含まれていないため保存できません')).toBeVisible();
  await expect(signedIn.getByLabel(/利用できる接続元/)).toHaveValue('192.0.2.0/24');
});

test('accounts, invitations and rules are read without scripts @reading', async ({ signedIn }) => {
  await signedIn.goto('/settings/people');
  await expect(signedIn.getByRole('heading', { level: 1 })).toHaveText('利用者');
  await expect(person(signedIn, 'admin')).toContainText('管理');
  await signedIn.goto('/account');
  await expect(signedIn.getByRole('heading', { level: 1 })).toHaveText('アカウント');
  await expect(signedIn.getByRole('heading', { name: '2段階認証' })).toBeVisible();
});

test('fingers find what they press, and no page is wider than the window', async ({ signedIn, hasTouch, problems }, info) => {
  problems.expect(/409/);
  await invitation(signedIn, { name: `指 ${info.project.name}`, role: '閲覧' });
  const least = hasTouch ? 44 : 24;
  for (const path of ['', '/account', '/switch', '/login/code']) {
    if (path !== '') await signedIn.goto(path);
    await untilReady(signedIn);
    const pressed = signedIn.locator('main').locator('button, input:not([type=checkbox]):not([type=radio]), select, textarea, .check, .switch-person');
    for (const control of await pressed.filter({ visible: true }).all()) {
      expect((await control.boundingBox())?.height, `${path} ${await control.innerText()}`).toBeGreaterThanOrEqual(least);
    }
    expect(await signedIn.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), path).toBe(true);
  }
});

async function openPeople(page: Page): Promise<void> {
  await page.goto('/settings/people');
  await untilReady(page);
}

function person(page: Page, name: string) {
  return page.locator(`[data-person="${name}"]`);
}

interface Invited {
  name: string;
  role: string;
}

/** Makes an invitation; its link. */
async function invitation(manager: Page, { name, role }: Invited): Promise<string> {
  await openPeople(manager);
  await manager.getByLabel('利用者名（空欄なら本人が決めます）').fill(name);
  await manager.getByRole('combobox', { name: /^権限/ }).selectOption(role);
  await manager.getByRole('button', { name: '招待リンクを作る' }).click();
  const link = manager.getByLabel('招待リンク（この画面でだけ表示されます）');
  await expect(link).toHaveValue(/^http/);
  return link.inputValue();
}

/** Invites somebody, who accepts in a browser without a session. */
async function invited(manager: Page, browser: Browser, desk: Desk, problems: Problems, who: Invited): Promise<Page> {
  const link = await invitation(manager, who);
  const context: BrowserContext = await browser.newContext({ baseURL: desk.url });
  problems.watch(context);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('パスワード（12文字以上）').fill(password);
  await page.getByLabel('パスワード（確認のためもう一度）').fill(password);
  await page.getByRole('button', { name: '登録して始める' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  return page;
}

/** The code that an authenticator app shows so many steps from now (RFC 6238). */
function code(secret: string, steps: number): string {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[mac.length - 1]! & 15;
  return ((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).toString().padStart(6, '0');
}
