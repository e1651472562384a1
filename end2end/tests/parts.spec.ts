import { expect, test, untilReady, untilWhole } from '../fixtures/desk';
import { bringIn, order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { SheetPage } from '../pages/sheet';

// Screens and panels are parts of the WebAssembly of their own, fetched when they are needed.

test('a screen whose part cannot be fetched says so, and comes when the line is back @once', async ({ signedIn, problems }) => {
  problems.expect(/^request failed: net::ERR_FAILED GET \S+split_work_pages\S+\.wasm$/, /ERR_FAILED/);
  await signedIn.goto('/');
  await untilReady(signedIn);
  await signedIn.route(/split_work_pages/, (route) => route.abort('failed'));
  await signedIn.getByRole('link', { name: '取込', exact: true }).click();
  await expect(signedIn.getByRole('alert')).toContainText('画面の続きを読み込めませんでした');
  await signedIn.unroute(/split_work_pages/);
  await signedIn.getByRole('link', { name: '再読み込み' }).click();
  await expect(signedIn.getByRole('heading', { level: 1 })).toHaveText('受注データの取込');
  await untilReady(signedIn);
});

test('a desk whose stream cannot be fetched says so, can be used, and becomes live @once', async ({ signedIn, problems }) => {
  problems.expect(/^request failed: net::ERR_FAILED GET \S+split_live_stream\S+\.wasm$/, /ERR_FAILED/);
  const desk = new DeskPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await signedIn.route(/split_live_stream/, (route) => route.abort('failed'));
  await desk.find(one.number);
  await expect(desk.live).toHaveAttribute('data-live', 'reconnecting');
  await desk.tick(one.number);
  await signedIn.unroute(/split_live_stream/);
  await desk.expectLive();
  await desk.press(one.number, '与信を実行');
  await desk.expectCredit(one.number, 'ok');
});

test('the sheet needs no further file once the desk is ready @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await untilWhole(signedIn);
  const late: string[] = [];
  signedIn.on('request', (request) => void (request.url().includes('/pkg/') && late.push(request.url())));
  await desk.openSheet(one.number);
  await sheet.expectOpen(one.number);
  await sheet.close.click();
  await desk.tick(one.number);
  await expect(signedIn.getByRole('region', { name: '処理パネル' })).toContainText('1件を選択中');
  expect(late).toEqual([]);
});
