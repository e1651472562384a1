import { expect, test, untilWhole } from '../fixtures/desk';
import { batch, bringIn, order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { SheetPage } from '../pages/sheet';

test('a filter narrows the view, stands in the address, and is taken off by its cross', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const [one, other] = [order({ carrier: '日本通運' }), order()];
  await bringIn(signedIn, one, other);
  await desk.open();
  await signedIn.getByRole('button', { name: '絞り込み' }).click();
  await signedIn.getByRole('combobox', { name: '配送業者' }).selectOption('日本通運');
  await signedIn.getByRole('combobox', { name: '伝票番号' }).selectOption('未入力');
  await signedIn.getByRole('button', { name: '絞り込む', exact: true }).click();
  await expect(signedIn).toHaveURL(/carrier=%E6%97%A5.*slip=no/);
  await expect(desk.row(one.number)).toBeVisible();
  await expect(desk.row(other.number)).toHaveCount(0);
  // The address is the view: it shows the same after a reload.
  await signedIn.reload();
  await expect(desk.row(one.number)).toBeVisible();
  await expect(desk.row(other.number)).toHaveCount(0);
  await signedIn.getByRole('link', { name: '条件「日本通運」を外す' }).click();
  await expect(desk.row(other.number)).toBeVisible();
});

test('a column head sorts, first the largest, then the smallest @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const { prefix, orders } = batch(3, (nth) => ({ price: 1000 * (nth + 1) }));
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  const numbers = () => desk.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-order')));
  const head = signedIn.getByRole('columnheader', { name: '請求額' });
  await head.getByRole('link').click();
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(numbers).toEqual([orders[2]!.number, orders[1]!.number, orders[0]!.number]);
  await head.getByRole('link').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(numbers).toEqual([orders[0]!.number, orders[1]!.number, orders[2]!.number]);
});

test('a view gets a name, a count that lives, and goes again @once', async ({ signedIn, beside }) => {
  const desk = new DeskPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await desk.open();
  await expect(signedIn.locator('body')).toHaveAttribute('data-parts', 'true');
  await desk.search.fill(one.number);
  await signedIn.getByRole('button', { name: 'この表示を保存' }).click();
  await signedIn.getByLabel('表示の名前').fill('きょうの1件');
  await desk.dialog.getByRole('button', { name: '保存', exact: true }).click();
  const saved = signedIn.getByRole('link', { name: /きょうの1件/ });
  await expect(saved).toHaveText(/1$/);
  const other = new DeskPage(beside);
  await other.open();
  await beside.getByRole('link', { name: /きょうの1件/ }).click();
  await expect(other.row(one.number)).toBeVisible();
  await signedIn.getByRole('button', { name: 'この表示を削除' }).click();
  await desk.dialog.getByRole('button', { name: '表示を削除' }).click();
  await expect(saved).toHaveCount(0);
});

test('columns are hidden, moved and widened for this person, and stay so @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open();
  await signedIn.getByRole('button', { name: '表示設定' }).click();
  const form = signedIn.getByRole('dialog', { name: '表示設定' });
  await form.getByLabel('備考・注意', { exact: true }).uncheck();
  await form.getByRole('button', { name: '店舗を左へ' }).click();
  await form.getByLabel('注文者の幅').fill('180');
  await form.getByLabel('ゆったり').check();
  await form.getByRole('button', { name: '閉じる' }).click();
  const heads = signedIn.getByRole('columnheader');
  await expect(heads.filter({ hasText: '備考・注意' })).toHaveCount(0);
  await expect.poll(() => heads.filter({ hasText: '注文者' }).evaluate((head) => head.getBoundingClientRect().width)).toBe(180);
  await signedIn.reload();
  await untilWhole(signedIn);
  await expect(heads.filter({ hasText: '備考・注意' })).toHaveCount(0);
  await expect(desk.grid).toHaveAttribute('data-tall', 'true');
  await signedIn.getByRole('button', { name: '表示設定' }).click();
  await form.getByRole('button', { name: '最初の表示に戻す' }).click();
  await form.getByRole('button', { name: '閉じる' }).click();
  await expect(heads.filter({ hasText: '備考・注意' })).toHaveCount(1);
});

test('the keys move, tick, open, act and search @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const { prefix, orders } = batch(4);
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await untilWhole(signedIn);
  await desk.grid.focus();
  await signedIn.keyboard.press('ArrowDown');
  const numbers = await desk.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-order') ?? ''));
  await expect(desk.row(numbers[0]!)).toHaveClass(/row-active/);
  await signedIn.keyboard.press('Shift+ArrowDown');
  await signedIn.keyboard.press('Shift+ArrowDown');
  await expect(signedIn.getByRole('region', { name: '処理パネル' })).toContainText('3件を選択中');
  await signedIn.keyboard.press('Space');
  await expect(signedIn.getByRole('region', { name: '処理パネル' })).toContainText('2件を選択中');
  await signedIn.keyboard.press('End');
  await expect(desk.row(numbers[3]!)).toHaveClass(/row-active/);
  await signedIn.keyboard.press('r');
  await desk.expectCredit(numbers[3]!, 'ok');
  await signedIn.keyboard.press('s');
  await expect(desk.notices).toContainText('いま「伝票番号同期」はできません');
  await signedIn.keyboard.press('Enter');
  await sheet.expectOpen(numbers[3]!);
  await expect(desk.row(numbers[3]!)).toHaveClass(/row-open/);
  await signedIn.keyboard.press('Escape');
  await signedIn.keyboard.press('?');
  await expect(signedIn.getByRole('dialog', { name: 'キー操作' })).toBeVisible();
  await signedIn.keyboard.press('Escape');
  await desk.grid.focus();
  await signedIn.keyboard.press('/');
  await expect(desk.search).toBeFocused();
});
