import { expect, test } from '../fixtures/desk';
import { batch, billed, bringIn, order, trouble, type Order } from '../fixtures/orders';
import { DeskPage, type Lane } from '../pages/desk';

test('a search finds an order by its number, name or phone number, however they are written @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order({ name: `探索　${'壱弐参'}`, tel: '070-9181-7263' });
  await bringIn(signedIn, one);
  await desk.open();
  const part = one.number.slice(-8);
  for (const query of [one.number, part.toLowerCase(), '探索壱弐', '探索 壱弐参', '07091817263', '9181-7263', '０７０−９１８１']) {
    await desk.search.fill('');
    await desk.search.fill(query);
    await expect(desk.row(one.number), `the row found by ${query}`).toBeVisible();
    await expect.poll(() => desk.total()).toBeLessThan(10);
  }
  await expect(signedIn).toHaveURL(/\?q=/);
});

test('what is typed before the scripts are there is searched for once they are', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  let arrive = (): void => undefined;
  const typed = new Promise<void>((resolve) => (arrive = resolve));
  await signedIn.route('**/pkg/*.js*', async (route) => {
    await typed;
    await route.continue();
  });
  await signedIn.goto('/?lane=before', { waitUntil: 'commit' });
  await desk.search.fill(one.number);
  arrive();
  await expect(desk.rows).toHaveCount(1);
  await expect(desk.search).toHaveValue(one.number);
});

test('a search that finds nothing says so', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open('?q=どこにもない受注');
  await expect(signedIn.getByText('この表示にあてはまる受注はありません。')).toBeInViewport({ ratio: 1 });
  await desk.search.fill('');
  await expect.poll(() => desk.rows.count()).toBeGreaterThan(5);
});

test('signs that mean something to the database are only text in a search @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open();
  const all = await desk.total();
  for (const query of ["' OR 1=1 --", '"><script>alert(1)</script>', '該当%なし']) {
    await desk.search.fill(query);
    await expect.poll(() => desk.total(), query).toBe(0);
  }
  await desk.search.fill('');
  await expect.poll(() => desk.total()).toBe(all);
});

test('each lane shows its own orders, as many as its count says', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { prefix, orders } = batch(4, (nth) => [{}, trouble.noHouseNumber, trouble.refused, trouble.shortPhone][nth]!);
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  for (const { number } of orders) await desk.press(number, '与信を実行');
  const lanes = ['unsynced', 'repair', 'ng', 'error'] as const;
  const credits = ['ok', 'hold', 'ng', 'error'] as const;
  for (const [nth, credit] of credits.entries()) await desk.expectCredit(orders[nth]!.number, credit);

  await desk.open();
  for (const [nth, lane] of lanes.entries()) {
    await desk.lane(lane).click();
    await expect(desk.lane(lane)).toHaveAttribute('aria-current', 'page');
    await expect(desk.row(orders[nth]!.number)).toBeVisible();
    await expect.poll(() => desk.total()).toBe(await desk.laneCount(lane));
    const others = await desk.rows.evaluateAll((rows, own) => rows.filter((row) => row.getAttribute('data-credit') !== own).length, credits[nth]);
    expect(others, `rows in ${lane} that do not belong there`).toBe(0);
  }
});

test('every order is in a lane or stands outside all of them @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open();
  const lanes: Lane[] = ['before', 'reviewing', 'repair', 'ng', 'error', 'unsynced', 'synced', 'unknown'];
  const counts = await Promise.all(lanes.map((lane) => desk.laneCount(lane)));
  const all = await desk.laneCount('all');
  expect(await desk.total()).toBe(all);
  const inLanes = counts.reduce((sum, count) => sum + count, 0);
  expect(inLanes).toBeGreaterThan(0);
  expect(inLanes).toBeLessThanOrEqual(all);
});

test('the shop switch shows one shop, in rows and in counts', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open();
  const all = await desk.laneCount('all');
  const shops = signedIn.getByRole('navigation', { name: '店舗' });
  await shops.getByRole('link', { name: /楽天市場店/ }).click();
  await expect(signedIn).toHaveURL(/shop=rakuten/);
  await expect.poll(() => desk.laneCount('all')).toBe(60);
  await expect.poll(() => desk.total()).toBe(60);
  const numbers = await desk.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-order') ?? ''));
  expect(numbers.filter((number) => !number.startsWith('R'))).toEqual([]);
  // The lane keeps the shop.
  await desk.lane('before').click();
  await expect(signedIn).toHaveURL(/lane=before&shop=rakuten/);
  await shops.getByRole('link', { name: '全店舗' }).click();
  await expect.poll(() => desk.laneCount('all')).toBe(all);
});

test('the address is the view: it survives a reload and the way back @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await desk.open();
  await desk.lane('before').click();
  await signedIn.getByRole('link', { name: /本店/ }).click();
  await desk.search.fill(one.number);
  await expect(signedIn).toHaveURL(`/?lane=before&shop=main&q=${one.number}`);
  await expect.poll(() => desk.total()).toBe(1);

  await signedIn.reload();
  await expect(desk.row(one.number)).toBeVisible();
  await expect(desk.search).toHaveValue(one.number);
  await expect(desk.lane('before')).toHaveAttribute('aria-current', 'page');
  await expect(signedIn.getByRole('link', { name: /本店/ })).toHaveAttribute('aria-current', 'true');

  await desk.lane('all').click();
  await expect(signedIn).toHaveURL(`/?shop=main&q=${one.number}`);
  await signedIn.goBack();
  await expect(signedIn).toHaveURL(`/?lane=before&shop=main&q=${one.number}`);
  await expect(desk.lane('before')).toHaveAttribute('aria-current', 'page');
  await expect(desk.row(one.number)).toBeVisible();
});

test('what is ticked does not outlive its view @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const panel = signedIn.getByRole('region', { name: '処理パネル' });
  await desk.open();
  await desk.rows.first().getByRole('checkbox').check();
  await expect(panel).toBeVisible();
  await desk.lane('before').click();
  await expect(panel).toBeHidden();
});

test('the search box says what is searched for, whatever led to the view @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open();
  const all = await desk.total();
  await desk.search.fill('1179');
  await expect.poll(() => desk.total()).toBeLessThan(all);
  await signedIn.getByRole('navigation', { name: '画面' }).getByRole('link', { name: '受注' }).click();
  await expect.poll(() => desk.total()).toBe(all);
  await expect(desk.search).toHaveValue('');
});

test('an order that comes into the lane on screen is shown or announced @once', async ({ signedIn, beside }) => {
  const [here, there] = [new DeskPage(signedIn), new DeskPage(beside)];
  const [older, newer] = [order(trouble.noHouseNumber), order(trouble.noHouseNumber)];
  await bringIn(signedIn, older);
  await bringIn(signedIn, newer);
  await there.find(newer.number);
  await there.press(newer.number, '与信を実行');
  await there.expectCredit(newer.number, 'hold');
  await here.open('?lane=repair');
  await expect(here.row(newer.number)).toBeVisible();
  await expect(here.live).toHaveAttribute('data-live', 'live');
  const count = await here.laneCount('repair');

  await there.find(older.number);
  await there.press(older.number, '与信を実行');
  await there.expectCredit(older.number, 'hold');
  await expect.poll(() => here.laneCount('repair')).toBe(count + 1);
  await expect(here.row(older.number).or(here.arrived)).toBeVisible();
});

test('an order that a verdict brings into a view with filters is announced, one that they keep out is not @once', async ({ signedIn, beside }) => {
  const [here, there] = [new DeskPage(signedIn), new DeskPage(beside)];
  const wanted = { ...trouble.noHouseNumber, price: 7_171 };
  const [shown, coming, other] = [order(wanted), order(wanted), order(trouble.noHouseNumber)];
  await bringIn(signedIn, shown, coming, other);
  const hold = async ({ number }: Order): Promise<void> => {
    await there.find(number);
    await there.press(number, '与信を実行');
    await there.expectCredit(number, 'hold');
  };
  await hold(shown);
  await here.open(`?lane=repair&least=${billed(shown)}&most=${billed(shown)}`);
  await expect(here.row(shown.number)).toBeVisible();
  expect(await here.total()).toBe(1);
  await expect(here.live).toHaveAttribute('data-live', 'live');
  const count = await here.laneCount('repair');

  await hold(coming);
  await expect(here.arrived).toHaveText('新しい受注 1件を表示');
  const looked = signedIn.waitForResponse((answer) => answer.url().endsWith('/api/rows'));
  await hold(other);
  await looked;
  await expect.poll(() => here.laneCount('repair')).toBe(count + 2);
  await expect(here.arrived).toHaveText('新しい受注 1件を表示');
  await here.arrived.click();
  await expect(here.row(coming.number)).toBeVisible();
  await expect(here.row(other.number)).toBeHidden();
});
