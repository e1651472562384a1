import type { Page } from '@playwright/test';
import { expect, test, untilWhole } from '../fixtures/desk';
import { type Order, batch, bringIn, order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { PanelPage } from '../pages/panel';
import { SheetPage } from '../pages/sheet';

// Nothing that somebody typed, ticked or saw is lost or meant otherwise, whatever happens meanwhile.

/** Two people with the same order open. */
async function bothOpen(mine: Page, theirs: Page, one: Order): Promise<[SheetPage, SheetPage]> {
  await bringIn(mine, one);
  for (const desk of [new DeskPage(mine), new DeskPage(theirs)]) {
    await desk.find(one.number);
    await desk.openSheet(one.number);
  }
  return [new SheetPage(mine), new SheetPage(theirs)];
}

test('an edit that somebody else was faster with is told at once, and the newest is a press away @once', async ({ signedIn, beside, problems }) => {
  problems.expect(/409/);
  const [mine, theirs] = await bothOpen(signedIn, beside, order());
  await mine.buyerTel.fill('070-1111-2222');
  await theirs.buyerTel.fill('080-3333-4444');
  await theirs.saveOnly.click();
  await expect(theirs.unsaved).toBeHidden();
  await expect(mine.sheet.getByRole('alert').filter({ hasText: 'ほかの人がこの受注の内容を変更しました' })).toBeVisible();
  await expect(mine.saveOnly).toBeDisabled();
  await expect(mine.buyerTel).toHaveValue('070-1111-2222');
  await mine.sheet.getByRole('button', { name: '最新の内容を読み込む' }).click();
  await expect(mine.buyerTel).toHaveValue('080-3333-4444');
  await mine.buyerTel.fill('070-1111-2222');
  await mine.saveOnly.click();
  await expect(theirs.sheet.getByText('ほかの人がこの受注の内容を変更しました')).toBeVisible();
});

test('a slip number that a colleague has entered meanwhile is not overwritten unseen @once', async ({ signedIn, beside }) => {
  const [mine, theirs] = await bothOpen(signedIn, beside, order());
  await theirs.slipNumber.fill('1111-2222-3333');
  await theirs.saveSlip.click();
  // Who has typed nothing simply sees it.
  await expect(mine.slipNumber).toHaveValue('1111-2222-3333');
  await mine.slipNumber.fill('4444-5555-6666');
  await theirs.slipNumber.fill('7777-8888-9999');
  await theirs.saveSlip.click();
  await expect(mine.sheet.getByText('ほかの人が配送を変更しました')).toContainText('7777-8888-9999');
  await expect(mine.slipNumber).toHaveValue('4444-5555-6666');
  await mine.saveSlip.click();
  await expect(theirs.slipNumber).toHaveValue('4444-5555-6666');
  await expect(mine.sheet.getByText('ほかの人が配送を変更しました')).toHaveCount(0);
});

test('what was typed stays whatever view one goes to, and another order or page asks first', async ({ signedIn }) => {
  const { prefix, orders } = batch(2);
  const [desk, sheet] = [new DeskPage(signedIn), new SheetPage(signedIn)];
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await desk.openSheet(orders[0]!.number);
  await sheet.buyerTel.fill('070-1111-2222');
  await signedIn.locator('[data-lane="before"]').click();
  await expect(signedIn).toHaveURL(/lane=before/);
  await expect(sheet.buyerTel).toHaveValue('070-1111-2222');
  const asked = desk.dialog.getByText('保存していない変更があります');
  const leaving = [
    desk.row(orders[1]!.number).getByRole('link', { name: orders[1]!.number }),
    signedIn.getByRole('navigation').getByRole('link', { name: '実行履歴' }),
  ];
  for (const link of leaving) {
    await link.click();
    await expect(asked).toBeVisible();
    await desk.dialog.getByRole('button', { name: 'やめる' }).click();
    await expect(sheet.buyerTel).toHaveValue('070-1111-2222');
  }
  await leaving[0]!.click();
  await desk.dialog.getByRole('button', { name: '保存せずに開く' }).click();
  await sheet.expectOpen(orders[1]!.number);
  await expect(sheet.buyerTel).toHaveValue(orders[1]!.tel);
});

test('戻る of the browser asks before typed text is left, and leads on once it is saved', async ({ signedIn }) => {
  const one = order();
  const [desk, sheet] = [new DeskPage(signedIn), new SheetPage(signedIn)];
  await bringIn(signedIn, one);
  await signedIn.goto('/runs');
  await signedIn.getByRole('navigation').getByRole('link', { name: '受注', exact: true }).click();
  await desk.openSheet(one.number);
  await sheet.buyerTel.fill('070-1111-2222');
  await expect(sheet.unsaved).toBeVisible();
  const asked = desk.dialog.getByText('保存していない変更があります');
  for (let nth = 0; nth < 2; nth += 1) {
    await signedIn.goBack();
    await expect(asked).toBeVisible();
    await desk.dialog.getByRole('button', { name: 'やめる' }).click();
    await expect(sheet.buyerTel).toHaveValue('070-1111-2222');
  }
  await sheet.saveOnly.click();
  await expect(sheet.unsaved).toBeHidden();
  await signedIn.goBack();
  await expect(sheet.sheet).toBeHidden();

  await desk.openSheet(one.number);
  await sheet.buyerTel.fill('080-3333-4444');
  await expect(sheet.unsaved).toBeVisible();
  await signedIn.goBack();
  await desk.dialog.getByRole('button', { name: '保存せずに戻る' }).click();
  await expect(sheet.sheet).toBeHidden();
  await signedIn.goBack();
  await expect(signedIn).toHaveURL(/\/runs$/);
});

test('戻る in a tab that began with the sheet closes it @once', async ({ signedIn }) => {
  const one = order();
  const desk = new DeskPage(signedIn);
  await bringIn(signedIn, one);
  await desk.find(one.number);
  const address = await desk.row(one.number).getByRole('link', { name: one.number }).getAttribute('href');
  const opened = signedIn.context().waitForEvent('page');
  await signedIn.evaluate((href) => void window.open(href, '_blank', 'noopener'), address!);
  const fresh = await opened;
  const [there, sheet] = [new DeskPage(fresh), new SheetPage(fresh)];
  await untilWhole(fresh);
  await sheet.buyerTel.fill('070-1111-2222');
  await expect(sheet.unsaved).toBeVisible();
  await fresh.goBack();
  await there.dialog.getByRole('button', { name: '保存せずに戻る' }).click();
  await expect(sheet.sheet).toBeHidden();
  await there.openSheet(one.number);
  await expect(sheet.buyerTel).toHaveValue(one.tel);
});

test('an address that asks for a shop that there is not says so @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open('?shop=nowhere');
  const shops = signedIn.getByRole('navigation', { name: '店舗' });
  await expect(shops.getByRole('link', { name: 'nowhere（この店舗はありません）' })).toHaveAttribute('aria-current', 'true');
  await shops.getByRole('link', { name: '全店舗' }).click();
  await expect(shops).not.toContainText('nowhere');
});

test('rows of one lane never stand under the name of another, and what could not be loaded comes by itself @once', async ({ signedIn, problems }) => {
  problems.expect(/ERR_FAILED/);
  const desk = new DeskPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await untilWhole(signedIn);
  await signedIn.route('**/api/desk', (route) => route.abort());
  await signedIn.locator('[data-lane="all"]').click();
  await signedIn.locator('[data-lane="ng"]').click();
  await expect(signedIn.getByText('最新の受注を読み込めていません')).toBeVisible();
  await expect(desk.rows).toHaveCount(0);
  await expect(signedIn.getByText('この表示にあてはまる受注はありません。')).toHaveCount(0);
  await signedIn.locator('[data-lane="before"]').click();
  await signedIn.unroute('**/api/desk');
  await expect(desk.row(one.number)).toBeVisible({ timeout: 15_000 });
  await expect(signedIn.getByText('最新の受注を読み込めていません')).toHaveCount(0);
});

test('a preview is of what is ticked, whatever becomes unticked while it is shown', async ({ signedIn }) => {
  const { prefix, orders } = batch(3);
  const [desk, panel] = [new DeskPage(signedIn), new PanelPage(signedIn)];
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  for (const { number } of orders) await desk.tick(number);
  await panel.choose('与信を実行');
  await panel.expectPreview(3, []);
  await desk.row(orders[1]!.number).getByRole('checkbox').uncheck();
  await panel.expectPreview(2, []);
  await panel.start(2);
  await expect(panel.panel).toContainText('完了 2件');
  await desk.expectCredit(orders[1]!.number, 'none');
  // Another view is another selection.
  await panel.panel.getByRole('button', { name: '閉じる' }).click();
  await desk.tick(orders[1]!.number);
  await panel.choose('与信を実行');
  await panel.expectPreview(1, []);
  await signedIn.locator('[data-lane="ng"]').click();
  await expect(panel.panel).toBeHidden();
});

test('what is confirmed is the order as the question described it', async ({ signedIn, beside, problems }) => {
  problems.expect(/409/);
  const [here, there] = [new DeskPage(signedIn), new DeskPage(beside)];
  const one = order();
  await bringIn(signedIn, one);
  await here.find(one.number);
  await here.press(one.number, '与信を実行');
  await here.expectCredit(one.number, 'ok');
  await here.press(one.number, '与信キャンセル');
  await expect(here.dialog).toContainText('NPの与信を取り消します');
  await there.find(one.number);
  await there.openSheet(one.number);
  const theirs = new SheetPage(beside);
  await theirs.slipNumber.fill('1111-2222-3333');
  await theirs.saveSlip.click();
  await expect(here.row(one.number)).toContainText('1111-2222-3333');
  await here.dialog.getByRole('button', { name: '与信キャンセルを実行' }).click();
  await expect(here.notices).toContainText('ほかの人が先に');
  await here.expectCredit(one.number, 'ok');
});

test('a press does not go over what stands typed beside it @once', async ({ signedIn }) => {
  const [desk, sheet] = [new DeskPage(signedIn), new SheetPage(signedIn)];
  const one = order();
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await desk.openSheet(one.number);
  await sheet.buyerAddress.fill('東京都港区赤坂9-9-9');
  await sheet.button('与信を実行').click();
  await expect(desk.notices).toContainText('保存していない入力があります');
  await desk.press(one.number, '与信を実行');
  await desk.expectCredit(one.number, 'none');
  await sheet.send.click();
  await desk.expectCredit(one.number, 'ok');
});

test('keys act on the row that has the focus, and never on one that is out of sight @once', async ({ signedIn }) => {
  const { prefix, orders } = batch(60);
  const desk = new DeskPage(signedIn);
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await untilWhole(signedIn);
  await desk.grid.focus();
  await signedIn.keyboard.press('ArrowDown');
  const third = await desk.rows.nth(2).getAttribute('data-order');
  await desk.row(third!).getByRole('link', { name: third! }).focus();
  await signedIn.keyboard.press('r');
  await desk.expectCredit(third!, 'ok');

  await desk.grid.focus();
  await signedIn.keyboard.press('Home');
  const first = await desk.rows.first().getAttribute('data-order');
  await signedIn.locator('.grid-scroller').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  await expect(desk.row(first!)).toHaveCount(0);
  await signedIn.keyboard.press('r');
  await expect(desk.notices).toContainText('選んでいた受注を画面に戻しました');
  await expect(desk.row(first!)).toBeInViewport();
  await desk.expectCredit(first!, 'none');
  await signedIn.keyboard.press('r');
  await desk.expectCredit(first!, 'ok');
});

test('a range of ticks grows and shrinks with the keys, and reaches over rows that are not loaded', async ({ signedIn }) => {
  const { prefix, orders } = batch(450);
  const [desk, panel] = [new DeskPage(signedIn), new PanelPage(signedIn)];
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await untilWhole(signedIn);
  await desk.grid.focus();
  await signedIn.keyboard.press('ArrowDown');
  for (let step = 0; step < 5; step += 1) await signedIn.keyboard.press('Shift+ArrowDown');
  await panel.expectTicked(6);
  for (let step = 0; step < 3; step += 1) await signedIn.keyboard.press('Shift+ArrowUp');
  await panel.expectTicked(3);
  await signedIn.keyboard.press('Shift+End');
  await panel.expectTicked(450);
  await panel.panel.getByRole('button', { name: 'チェックをすべて外す' }).click();

  await signedIn.locator('.grid-scroller').evaluate((scroller) => scroller.scrollTo(0, 0));
  await desk.rows.first().getByRole('checkbox').click();
  await signedIn.locator('.grid-scroller').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  const last = desk.row(orders[0]!.number).or(desk.row(orders[449]!.number)).last();
  await last.getByRole('checkbox').click({ modifiers: ['Shift'] });
  await panel.expectTicked(450);
});

test('the panel is a key away, and the focus stays where one works @once', async ({ signedIn }) => {
  const { prefix, orders } = batch(2);
  const [desk, panel] = [new DeskPage(signedIn), new PanelPage(signedIn)];
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await untilWhole(signedIn);
  await desk.grid.focus();
  await signedIn.keyboard.press('ArrowDown');
  await signedIn.keyboard.press('Space');
  await panel.expectTicked(1);
  await signedIn.keyboard.press('p');
  await expect(panel.panel.locator(':focus')).toHaveCount(1);
  await panel.choose('与信を実行');
  await panel.expectPreview(1, []);
  await expect(panel.panel.locator(':focus')).toHaveText('1件を実行');
  await signedIn.keyboard.press('Enter');
  await expect(panel.panel).toContainText('完了 1件');
  await expect(panel.panel.locator(':focus')).toHaveCount(1);
  await panel.panel.getByRole('button', { name: '閉じる' }).press('Enter');
  await expect(desk.grid).toBeFocused();
});

test('an amount that is none is said, and a filter keeps what was chosen meanwhile @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  await desk.open();
  await signedIn.getByRole('button', { name: '絞り込み' }).click();
  await signedIn.locator('[data-lane="before"]').click();
  await signedIn.getByRole('link', { name: /新規受付/ }).click();
  const least = signedIn.getByLabel('請求額（以上）');
  await least.fill('いくらか');
  await signedIn.getByRole('button', { name: '絞り込む' }).click();
  await expect(signedIn.getByText('金額は円の整数で入力してください。')).toBeVisible();
  await expect(least).toHaveValue('いくらか');
  await least.fill('１０００');
  await signedIn.getByRole('button', { name: '絞り込む' }).click();
  await expect(signedIn).toHaveURL(/status=/);
  await expect(signedIn).toHaveURL(/least=1000/);
  await expect(signedIn.getByRole('button', { name: '絞り込み' })).toBeFocused();
});
