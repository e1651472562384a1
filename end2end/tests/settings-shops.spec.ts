import { expect, test, untilReady } from '../fixtures/desk';
import { csv, fileRow, order, utf8 } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { ImportPage } from '../pages/import';
import { ShopsPage } from '../pages/shops';

// Other tests ask NP for credit: whatever became of a test here, NP後払い is ticked afterwards.
test.afterEach(async ({ signedIn }) => {
  await signedIn.request.post('/api/save_payment_methods', { data: { methods: { np: true } } });
});

let made = 0;
/** A shop that no other test has. */
function newShop(): { code: string; name: string } {
  made += 1;
  return { code: `e${Date.now().toString(36)}${made}`, name: `試験店${made}` };
}

test('NP後払い is ticked in 支払い方法 before its settings appear', async ({ signedIn }) => {
  const shops = new ShopsPage(signedIn);
  await shops.offer(false);
  await shops.open('main');
  await expect(shops.block).toBeHidden();
  await expect(signedIn.locator('[data-block="np-missing"]')).toContainText('[NP後払い設定]が表示されていない場合は');
  await signedIn.locator('[data-block="np-missing"]').getByRole('link', { name: '支払い方法' }).click();
  await expect(signedIn.getByRole('heading', { level: 1 })).toHaveText('支払い方法');
  await shops.offer(true);
  await shops.open('main');
  await expect(shops.block).toBeVisible();
  await expect(signedIn.getByLabel('端末ID')).toHaveValue('2000022000');
});

test('a shop is added, its SPコード is refused, replaced, accepted, and never shown', async ({ signedIn }) => {
  const shops = new ShopsPage(signedIn);
  const { code, name } = newShop();
  await shops.add(code, name);
  await shops.choose('環境', 'シミュレータ');
  await signedIn.getByLabel('加盟店コード').fill('SIM00001');
  await signedIn.getByLabel('SPコード', { exact: true }).fill('sp-of-nobody');
  await expect(signedIn.locator('.unsaved')).toBeVisible();
  await expect(shops.test).toBeDisabled();
  await shops.saved();
  // 次へ進む: the test is the next thing to do.
  await expect(shops.test).toBeFocused();
  await signedIn.keyboard.press('Enter');
  await expect(shops.result).toHaveAttribute('data-test', 'bad');
  await expect(shops.result).toContainText('加盟店コード・SPコード・端末IDが受け付けられませんでした');

  await signedIn.getByRole('button', { name: '入れ替える' }).click();
  await signedIn.getByLabel('SPコード', { exact: true }).fill('sim-sp-code');
  await shops.saved();
  await expect(signedIn.getByRole('group', { name: 'SPコード' })).toContainText(/設定済み（20\d\d-/);
  await shops.test.click();
  await expect(shops.result).toHaveAttribute('data-test', 'good');
  await expect(shops.result).toContainText('接続できました');
  await expect(signedIn.locator('.history')).toContainText('SPコード 変更');

  await signedIn.reload();
  await untilReady(signedIn);
  await expect(signedIn.getByRole('group', { name: 'SPコード' })).toContainText('設定済み');
  await expect(signedIn.getByLabel('加盟店コード')).toHaveValue('SIM00001');
  const html = await (await signedIn.request.get(`/settings/shops?shop=${code}`)).text();
  expect(html).not.toContain('sim-sp-code');
  // Thought better of: nothing is changed.
  await signedIn.getByRole('button', { name: '消去' }).click();
  await expect(signedIn.locator('.unsaved')).toBeVisible();
  await signedIn.getByRole('button', { name: 'やめる' }).click();
  await expect(signedIn.locator('.unsaved')).toBeHidden();
});

test('a fee rule names its faults, is previewed, and is applied at the import', async ({ signedIn }) => {
  const shops = new ShopsPage(signedIn);
  const { code, name } = newShop();
  await shops.add(code, name);
  await shops.choose('手数料設定', '上書きする');
  await shops.feeRow(1, 1, 3_000, 205);
  await shops.feeRow(2, 2_000, 999_999, 330);
  await expect(shops.block).toContainText('1行目と2行目の範囲が重なっています（2,000円〜3,000円）。');
  await shops.save.click();
  await expect(shops.notices).toContainText('1行目と2行目の範囲が重なっています');
  await expect(signedIn.getByLabel('2行目の価格範囲の下限')).toHaveAttribute('aria-invalid', 'true');
  await signedIn.getByLabel('1行目の手数料').fill('');
  await expect(shops.block).toContainText('1行目の手数料を入力してください。');
  await shops.feeRow(1, 1, 3_000, 205);
  await shops.feeRow(2, 3_001, 10_000, 330);
  // More rows than the manual's four.
  await signedIn.getByRole('button', { name: '＋ 行を追加' }).click();
  await shops.feeRow(5, 10_001, 999_999, 0);
  await expect(shops.block.locator('.field-error')).toHaveCount(0);
  await shops.saved();

  const files = new ImportPage(signedIn);
  const desk = new DeskPage(signedIn);
  // 3,660 yen before the fee, and 205 yen of the cart's.
  const one = order();
  await files.open();
  await signedIn.getByRole('combobox', { name: '店舗' }).selectOption(code);
  await files.preview(utf8(csv([fileRow(one)])));
  await files.expectSummary({ fresh: 1 });
  await expect(files.line(one.number)).toContainText('205円 → 330円');
  await expect(files.line(one.number)).toContainText('3,990');
  await files.commit.click();
  await files.expectCommitted();
  await files.preview(utf8(csv([fileRow(one)])));
  await files.expectSummary({ unchanged: 1 });
  await desk.find(one.number);
  await expect(desk.row(one.number)).toContainText('3,990');
  await desk.openSheet(one.number);
  await expect(signedIn.getByText('手数料設定を適用（手数料 205円 → 330円、請求額 3,990円）')).toBeVisible();

  await shops.open(code);
  await shops.choose('手数料設定', '加算する');
  await signedIn.getByRole('button', { name: '直近20件の受注で確認' }).click();
  // As if it were imported now: 205 yen of the cart's and 330 yen on top.
  await expect(signedIn.getByRole('row', { name: one.number })).toContainText(/3,990円.*330円.*535円.*4,195円/);
});

test('settings are copied to another shop, and the history says so @once', async ({ signedIn }) => {
  const shops = new ShopsPage(signedIn);
  const [source, target] = [newShop(), newShop()];
  await shops.add(target.code, target.name);
  await shops.add(source.code, source.name);
  await signedIn.getByRole('checkbox', { name: '入金を1日1回確認する' }).check();
  await shops.saved();
  await signedIn.getByRole('group', { name: 'コピーする項目' }).getByRole('checkbox', { name: '自動処理' }).check();
  await signedIn.getByRole('group', { name: 'コピー先の店舗' }).getByRole('checkbox', { name: target.name }).check();
  await signedIn.getByRole('button', { name: 'コピーする' }).click();
  await expect(shops.notices).toContainText('1店舗に設定をコピーしました');
  await shops.open(target.code);
  await expect(signedIn.getByRole('checkbox', { name: '入金を1日1回確認する' })).toBeChecked();
  await expect(signedIn.locator('.history')).toContainText(`「${source.name}」からコピー`);
});

test('who saves over somebody else is told so @once', async ({ signedIn, beside, problems }) => {
  problems.expect(/409/);
  const shop = newShop();
  const [mine, theirs] = [new ShopsPage(signedIn), new ShopsPage(beside)];
  await mine.add(shop.code, shop.name);
  await theirs.open(shop.code);
  await signedIn.getByLabel('サイト名', { exact: true }).fill('一人目');
  await mine.saved();
  await beside.getByLabel('サイト名', { exact: true }).fill('二人目');
  await theirs.save.click();
  await expect(theirs.notices).toContainText('ほかの人が先にこの店舗の設定を変更しました');
  await mine.open(shop.code);
  await expect(signedIn.getByLabel('サイト名', { exact: true })).toHaveValue('一人目');
});

test('モール詳細設定 is there before any script @reading', async ({ signedIn }) => {
  await signedIn.goto('/settings/shops?shop=main');
  await expect(signedIn).toHaveTitle('モール詳細設定 | Atobarai Desk');
  await expect(signedIn.getByRole('link', { name: 'みほん青果店 本店' })).toHaveAttribute('aria-current', 'true');
  await expect(signedIn.getByLabel('加盟店コード')).toHaveValue('SIM00001');
  await expect(signedIn.getByRole('group', { name: '環境' }).getByRole('radio', { name: 'シミュレータ' })).toBeChecked();
  await expect(signedIn.getByLabel('4行目の手数料')).toHaveValue('0');
  await expect(signedIn.locator('.history')).toContainText('店舗「みほん青果店 本店」（main）を追加');
});
