import { expect, test } from '../fixtures/desk';
import { bringIn, order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { SheetPage } from '../pages/sheet';

// These also run without JavaScript: what the server sends must be readable as it is.

test('orders, lamps and lanes are readable @reading', async ({ signedIn }) => {
  await signedIn.goto('/');
  const desk = new DeskPage(signedIn);
  await expect(desk.rows.first()).toBeVisible();
  // A screenful: seven on the tablet.
  expect(await desk.rows.count()).toBeGreaterThanOrEqual(5);
  await expect(desk.rows.first().locator('.lamp').first()).not.toBeEmpty();
  expect(await desk.laneCount('all')).toBeGreaterThanOrEqual(240);
  await expect(desk.lane('before')).toContainText('与信前');
  await expect(signedIn).toHaveTitle('受注 | Atobarai Desk');
  await expect(signedIn.locator('html')).toHaveAttribute('lang', 'ja');
});

test('lanes and shops are links @reading', async ({ signedIn }) => {
  await signedIn.goto('/');
  const desk = new DeskPage(signedIn);
  await desk.lane('before').click();
  await expect(signedIn).toHaveURL('/?lane=before');
  await expect(desk.lane('before')).toHaveAttribute('aria-current', 'page');
  await expect(desk.rows.first()).toHaveAttribute('data-credit', 'none');
  await signedIn.getByRole('navigation', { name: '店舗' }).getByRole('link', { name: /楽天市場店/ }).click();
  await expect(signedIn).toHaveURL('/?lane=before&shop=rakuten');
  await expect(desk.rows.first()).toHaveAttribute('data-order', /^R/);
});

test('the search form finds an order and keeps the lane @reading', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await signedIn.goto('/?lane=before');
  await desk.search.fill(one.number);
  await signedIn.getByRole('button', { name: '検索' }).click();
  await expect(desk.rows).toHaveCount(1);
  await expect(desk.row(one.number)).toContainText(one.name);
  expect(new URL(signedIn.url()).searchParams.get('lane')).toBe('before');
  await expect(desk.search).toHaveValue(one.number);
});

test('an order opens by its link and closes by ×, which keeps the view @reading', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await signedIn.goto(`/?q=${one.number}`);
  await desk.openSheet(one.number);
  await sheet.expectOpen(one.number);
  await expect(sheet.buyerName).toHaveValue(one.name);
  await expect(sheet.buyerAddress).toHaveValue(one.address);
  await expect(sheet.lamp).toHaveText('与信前');
  await expect(sheet.line(1, '商品名')).toHaveValue(one.goods);
  await sheet.close.click();
  await expect(sheet.sheet).toBeHidden();
  await expect(signedIn).toHaveURL(`/?q=${one.number}`);
});

test('the other screens are readable @reading', async ({ signedIn }) => {
  await signedIn.goto('/');
  const screens = signedIn.getByRole('navigation', { name: '画面' });
  await screens.getByRole('link', { name: '取込' }).click();
  await expect(signedIn.getByRole('heading', { name: '受注データの取込' })).toBeVisible();
  await screens.getByRole('link', { name: '実行履歴' }).click();
  await expect(signedIn.getByRole('heading', { name: '実行履歴' })).toBeVisible();
  await expect(signedIn.getByRole('columnheader')).toHaveText(['日時', '処理', '実行者', '件数', '完了', '与信中', '要対応', 'エラー', '対象外', '処理中']);
  await screens.getByRole('link', { name: '受注' }).click();
  await expect(new DeskPage(signedIn).rows.first()).toBeVisible();
});

test('an address that leads nowhere says so @reading', async ({ signedIn, problems }) => {
  problems.expect(/404/);
  const answer = await signedIn.goto('/nowhere');
  expect(answer?.status()).toBe(404);
  await expect(signedIn.getByRole('heading', { name: 'ページが見つかりません' })).toBeVisible();
  await signedIn.getByRole('link', { name: '受注一覧へ' }).click();
  await expect(new DeskPage(signedIn).rows.first()).toBeVisible();
});
