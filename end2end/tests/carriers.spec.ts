import { expect, test, untilReady } from '../fixtures/desk';
import { order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { SheetPage } from '../pages/sheet';

test('a name that nobody knew is mapped once, and its orders can be reported @once', async ({ signedIn, problems }) => {
  problems.expect(/422/);
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const one = order({ carrier: 'はやて便' });
  await desk.bringInWith(one, 'ok');
  await desk.openSheet(one.number);
  await sheet.enterSlip('4999-0000-0001');
  await desk.expectShipment(one.number, 'ready');
  await sheet.close.click();
  await desk.press(one.number, '伝票番号同期');
  await expect(desk.notices).toContainText('配達業者設定で対応付けてください');

  await signedIn.goto('/settings/carriers');
  await untilReady(signedIn);
  const unmapped = signedIn.locator('section', { hasText: '対応付けが必要な配送業者' }).locator('[data-carrier="はやて便"]');
  await expect(unmapped).toContainText('1件');
  await unmapped.getByRole('combobox').selectOption('トナミ運輸');
  await unmapped.getByRole('button', { name: '登録' }).click();
  await expect(unmapped).toBeHidden();
  await signedIn.getByLabel('配送業者の名前').fill('ﾊﾔﾃ便');
  await expect(signedIn.locator('output')).toHaveText('→ トナミ運輸（NPの運送会社コード 59100）');

  await desk.find(one.number);
  await desk.press(one.number, '伝票番号同期');
  await desk.expectShipment(one.number, 'synced');
});

test('the application mail grows as it is typed, and is remembered @once', async ({ signedIn }) => {
  await signedIn.goto('/settings/application');
  await untilReady(signedIn);
  await signedIn.getByLabel('会社名（漢字）').fill('みほん青果株式会社');
  await signedIn.getByLabel('利用中').check();
  const mail = signedIn.getByLabel('メールの文面');
  await expect(mail).toHaveValue(/件名：【NPコネクトプロ申込希望（GoQSystem）】みほん青果株式会社/);
  await expect(mail).toHaveValue(/・NP後払い利用状況：利用中/);
  await expect(signedIn.getByRole('link', { name: 'メールソフトで開く' })).toHaveAttribute('href', /^mailto:np-info@netprotections\.co\.jp\?subject=%E3%80%90NP/);
  await signedIn.getByRole('button', { name: '入力内容を保存' }).click();
  await expect(signedIn.locator('.notice')).toContainText('入力内容を保存しました。');
  await signedIn.reload();
  await untilReady(signedIn);
  await expect(mail).toHaveValue(/みほん青果株式会社/);
});
