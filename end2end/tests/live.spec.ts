import { expect, test, untilReady, untilWhole } from '../fixtures/desk';
import { batch, bringIn, order, trouble, type Order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';

test('a press in one browser turns the lamp and the lane counts in the other', async ({ signedIn, beside }) => {
  const [here, there] = [new DeskPage(signedIn), new DeskPage(beside)];
  const one = order();
  await bringIn(signedIn, one);
  await Promise.all([here.find(one.number), there.find(one.number)]);
  const expectNoReload = await there.watchForReload();
  const unsynced = await there.laneCount('unsynced');
  const before = await there.laneCount('before');
  await here.press(one.number, '与信を実行');
  await there.expectCredit(one.number, 'ok', 2_000);
  await expect.poll(() => there.laneCount('unsynced'), { timeout: 2_000 }).toBe(unsynced + 1);
  await expect.poll(() => there.laneCount('before'), { timeout: 2_000 }).toBe(before - 1);
  await there.expectButtons(one.number, '与信内容変更', '与信キャンセル');
  await expectNoReload();
});

test('two people who press the same button register once @once', async ({ signedIn, beside, problems }) => {
  // Who is second is told so.
  problems.expect(/409/);
  const [here, there] = [new DeskPage(signedIn), new DeskPage(beside)];
  const one = order();
  await bringIn(signedIn, one);
  await Promise.all([here.find(one.number), there.find(one.number)]);
  const buttons = await Promise.all([here, there].map((desk) => desk.button(one.number, '与信を実行').elementHandle()));
  // At once: waiting until a button can be clicked would give the first press the time to take the second's away.
  await Promise.all(buttons.map((button) => button?.evaluate((element) => (element as HTMLElement).click())));
  await Promise.all([here.expectCredit(one.number, 'ok'), there.expectCredit(one.number, 'ok')]);
  await here.openSheet(one.number);
  await expect(signedIn.locator('.timeline li').filter({ hasText: '与信を実行' })).toHaveCount(1);
});

test('a browser without network says so, and is right again when it is back', async ({ signedIn, beside, context, problems }) => {
  problems.expect(/ERR_INTERNET_DISCONNECTED/);
  const [here, there] = [new DeskPage(signedIn), new DeskPage(beside)];
  const { prefix, orders } = batch(3, (nth) => [{}, trouble.noHouseNumber, trouble.refused][nth]!);
  await bringIn(signedIn, ...orders);
  await Promise.all([here.open(`?q=${prefix}`), there.open(`?q=${prefix}`)]);
  await expect(here.live).toHaveAttribute('data-live', 'live');
  const expectNoReload = await here.watchForReload();

  await untilWhole(here.page);
  await context.setOffline(true);
  await expect(here.live).toHaveAttribute('data-live', 'offline');
  await expect(here.live).toHaveText('オフライン');
  await registerAll(there, orders);

  await context.setOffline(false);
  await expect(here.live).toHaveAttribute('data-live', 'live', { timeout: 15_000 });
  await expectVerdicts(here, orders);
  await expectNoReload();
});

test('a quiet desk stays on its line: the beats of the server are heard @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open();
  await expect(desk.live).toHaveAttribute('data-live', 'live');
  let streams = 0;
  signedIn.on('request', (request) => {
    if (request.url().includes('/api/events')) streams += 1;
  });
  // A little longer than a silent line is waited for.
  await signedIn.waitForTimeout(23_000);
  expect(streams).toBe(0);
  await expect(desk.live).toHaveAttribute('data-live', 'live');
});

test('a line that breaks is mended by itself, and nothing is missed @once', async ({ signedIn, broken, problems }) => {
  problems.expect(/ERR_(EMPTY_RESPONSE|CONNECTION_\w+|INCOMPLETE_CHUNKED_ENCODING|SOCKET_NOT_CONNECTED)/);
  const { page, line } = broken;
  const [near, far] = [new DeskPage(signedIn), new DeskPage(page)];
  const { prefix, orders } = batch(3, (nth) => [{}, trouble.noHouseNumber, trouble.refused][nth]!);
  await bringIn(signedIn, ...orders);
  await Promise.all([near.open(`?q=${prefix}`), far.open(`?q=${prefix}`)]);
  await expect(far.live).toHaveAttribute('data-live', 'live');
  await untilWhole(page);
  const expectNoReload = await far.watchForReload();

  line.cut();
  await expect(far.live).toHaveAttribute('data-live', 'reconnecting', { timeout: 10_000 });
  await expect(far.live).toHaveText('再接続中');
  // A press that reaches nobody says so and leaves the order as it was.
  await far.press(orders[0]!.number, '与信を実行');
  await expect(far.notices).toContainText('サーバーと通信できませんでした');
  await registerAll(near, orders);
  await far.expectCredit(orders[0]!.number, 'none');

  line.mend();
  await expect(far.live).toHaveAttribute('data-live', 'live', { timeout: 20_000 });
  await expectVerdicts(far, orders);
  await expect.poll(() => far.laneCount('ng')).toBe(await near.laneCount('ng'));
  await expectNoReload();
});

test('a line on which nothing arrives any more is not called live @once', async ({ broken }) => {
  test.setTimeout(90_000);
  const { page, line } = broken;
  const far = new DeskPage(page);
  await page.clock.install();
  await far.open();
  await expect(far.live).toHaveAttribute('data-live', 'live');
  await untilWhole(page);
  line.silence();
  await page.clock.runFor(90_000);
  await expect(far.live).not.toHaveAttribute('data-live', 'live');
  line.mend();
  // The browser still holds up to six connections that nobody answers on, and tries them one after the other.
  await expect(async () => {
    await page.clock.runFor(5_000);
    await expect(far.live).toHaveAttribute('data-live', 'live', { timeout: 200 });
  }).toPass({ timeout: 60_000 });
});

test('orders that come in are announced, and shown at one press @once', async ({ signedIn, beside }) => {
  const [here, there] = [new DeskPage(signedIn), new DeskPage(beside)];
  await here.open();
  await expect(here.live).toHaveAttribute('data-live', 'live');
  const all = await here.laneCount('all');
  const { orders } = batch(3);
  await bringIn(there.page, ...orders);
  await expect(here.arrived).toHaveText('新しい受注 3件を表示');
  await expect.poll(() => here.laneCount('all')).toBe(all + 3);
  await here.arrived.click();
  await expect(here.row(orders[0]!.number)).toBeVisible();
  await expect(here.arrived).toBeHidden();
});

test('an old order that changes elsewhere is not announced as a new one @once', async ({ signedIn, beside }) => {
  const [here, there] = [new DeskPage(signedIn), new DeskPage(beside)];
  const [older, newer] = [order(), order()];
  await bringIn(signedIn, older);
  await bringIn(signedIn, newer);
  await here.find(older.number);
  await expect(here.live).toHaveAttribute('data-live', 'live');
  await there.find(newer.number);
  const unsynced = await here.laneCount('unsynced');
  await there.press(newer.number, '与信を実行');
  await there.expectCredit(newer.number, 'ok');
  await expect.poll(() => here.laneCount('unsynced')).toBe(unsynced + 1);
  await expect(here.arrived).toBeHidden();
});

test('the other screens are live too @once', async ({ signedIn }) => {
  for (const path of ['/files', '/runs', '/radar', '/links']) {
    await signedIn.goto(path);
    await untilReady(signedIn);
    await expect(new DeskPage(signedIn).live).toHaveAttribute('data-live', 'live');
  }
});

async function registerAll(desk: DeskPage, orders: Order[]): Promise<void> {
  for (const { number } of orders) await desk.press(number, '与信を実行');
  await expectVerdicts(desk, orders);
}

async function expectVerdicts(desk: DeskPage, [ok, hold, ng]: Order[]): Promise<void> {
  await desk.expectCredit(ok!.number, 'ok');
  await desk.expectCredit(hold!.number, 'hold');
  await desk.expectCredit(ng!.number, 'ng');
}
