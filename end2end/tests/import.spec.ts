import { expect, test, untilReady } from '../fixtures/desk';
import { batch, bringIn, COLUMNS, csv, fileRow, order, shiftJis, utf8 } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { ImportPage } from '../pages/import';

test('a Shift_JIS file is previewed, brought in, and changes nothing the second time', async ({ signedIn }) => {
  const page = new ImportPage(signedIn);
  const desk = new DeskPage(signedIn);
  const { orders } = batch(3, (nth) => ({ note: nth === 0 ? '「のし」希望\n領収書,同封' : '', carrier: 'ｸﾛﾈｺﾔﾏﾄ' }));
  const file = shiftJis(csv(orders.map((one) => fileRow(one))));
  await page.open();
  await page.preview(file);
  await page.expectSummary({ fresh: 3 });
  await expect(page.line(orders[0]!.number)).toContainText(orders[0]!.name);
  await expect(page.line(orders[0]!.number)).toContainText('3,865');
  await expect(page.report).not.toHaveAttribute('data-committed', 'true');
  // A preview writes nothing.
  await expectFound(signedIn, orders[0]!.number, false);

  await page.commit.click();
  await page.expectCommitted();
  await expect(signedIn.locator('.notices')).toContainText('3件を取り込みました');
  await page.preview(file);
  await page.expectSummary({ unchanged: 3 });
  await expect(page.commit).toBeDisabled();

  await desk.find(orders[0]!.number);
  await expect(desk.row(orders[0]!.number)).toContainText('「のし」希望 領収書,同封');
  await desk.press(orders[0]!.number, '与信を実行');
  await desk.expectCredit(orders[0]!.number, 'ok');
});

test('several rows with one number are one order @once', async ({ signedIn }) => {
  const page = new ImportPage(signedIn);
  const one = order({ price: 1000 });
  const sums = { 商品計: '5000', 合計金額: '5675', ポイント: '300' };
  const rows = [fileRow(one, sums), fileRow(one, { ...sums, 商品名: 'みかん', 商品価格: '2000', 受注数量: '2' })];
  await page.open();
  await page.preview(utf8(csv(rows)));
  await page.expectSummary({ fresh: 1 });
  await page.commit.click();
  await page.expectCommitted();
  const desk = new DeskPage(signedIn);
  await desk.find(one.number);
  await desk.openSheet(one.number);
  for (const [nth, goods] of ['りんご サンふじ 5kg', 'みかん', '送料', '手数料', 'ポイント利用'].entries()) {
    await expect(signedIn.getByLabel(`${nth + 1}行目の商品名`)).toHaveValue(goods);
  }
});

test('a mixed file brings in the good orders and names row and column of the others', async ({ signedIn }) => {
  const page = new ImportPage(signedIn);
  const { orders } = batch(4);
  const [good, amount, date, sum] = orders.map((one) => fileRow(one));
  const rows = [good!, { ...amount!, 商品価格: '二千円' }, { ...date!, 受注日: '昨日' }, { ...sum!, 合計金額: '1' }];
  await page.open();
  await page.preview(utf8(csv(rows)));
  await page.expectSummary({ fresh: 1, failed: 3 });
  await expect(page.line(orders[1]!.number)).toContainText('3行目「商品価格」: 「二千円」を読み取れません。円の整数で入力してください。');
  await expect(page.line(orders[2]!.number)).toContainText('4行目「受注日」: 「昨日」を読み取れません');
  await expect(page.line(orders[3]!.number)).toContainText('5行目「合計金額」: 合計金額1円が、商品計・送料・手数料などの合計3,865円と合いません。');
  await expect(page.commit).toHaveText('エラーの3件を除き、1件を取り込む');
  await page.commit.click();
  await page.expectCommitted();
  await expectFound(signedIn, orders[0]!.number, true);
  for (const { number } of orders.slice(1)) await expectFound(signedIn, number, false);

  await signedIn.goto('/runs');
  await untilReady(signedIn);
  await expect(signedIn.getByRole('row').nth(1)).toContainText('みほん青果店 本店に取込');
});

const bad: { what: string; bytes: () => Buffer; sentence: string }[] = [
  { what: 'an empty file', bytes: () => Buffer.alloc(0), sentence: 'ファイルが空です' },
  { what: 'a header alone', bytes: () => utf8(csv([])), sentence: '見出し行だけで、受注が1件もありません' },
  {
    what: 'a file without a column',
    bytes: () => utf8(csv([fileRow(order())], COLUMNS.filter((column) => column !== '受注電話番号'))),
    sentence: '見出し行（1行目）に次の列がありません: 受注電話番号',
  },
  { what: 'a picture', bytes: () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), sentence: '見出し行（1行目）に次の列がありません' },
];
for (const { what, bytes, sentence } of bad) {
  test(`${what} is refused with a sentence @once`, async ({ signedIn, problems }) => {
    problems.expect(/422/);
    const page = new ImportPage(signedIn);
    await page.open();
    await page.preview(bytes());
    await expect(signedIn.locator('.notices')).toContainText(sentence);
    await expect(page.report).toBeHidden();
  });
}

test('an order that has changed in the file is told apart, and left as it is @once', async ({ signedIn }) => {
  const page = new ImportPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await page.open();
  await page.preview(utf8(csv([fileRow({ ...one, name: '別人　太郎' })])));
  await page.expectSummary({ different: 1 });
  await expect(page.line(one.number)).toContainText('取込済み（内容が違います。ファイルの内容は取り込みません）');
  await expect(page.commit).toBeDisabled();
});

test('what a customer has typed stays text @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const one = order({ name: '<img src=x onerror=alert(1)>', note: '<script>alert(1)</script>=HYPERLINK("https://x")' });
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await expect(desk.row(one.number)).toContainText(one.name);
  await expect(desk.row(one.number)).toContainText(one.note);
});

test('a second file is not mistaken for the first @once', async ({ signedIn }) => {
  const page = new ImportPage(signedIn);
  const [first, second] = [order(), order()];
  await page.open();
  await page.preview(utf8(csv([fileRow(first)])));
  await page.expectSummary({ fresh: 1 });
  // Choosing another file takes the old preview away: what is committed is what was previewed.
  await signedIn.getByLabel('ファイル').setInputFiles({ name: 'b.csv', mimeType: 'text/csv', buffer: utf8(csv([fileRow(second)])) });
  await expect(page.report).toBeHidden();
});

async function expectFound(page: ImportPage['page'], number: string, found: boolean): Promise<void> {
  const html = await (await page.request.get(`/?q=${number}`)).text();
  expect(html.includes(`data-order="${number}"`), `${number} is in the store`).toBe(found);
}
