import { expect, test, untilWhole } from '../fixtures/desk';
import { batch, bringIn, order, trouble, type Order } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { SheetPage } from '../pages/sheet';
import type { Page } from '@playwright/test';

test('an order goes to NP by keyboard alone @once', async ({ signedIn }) => {
  const { desk, number } = await arrange(signedIn);
  await desk.row(number).getByRole('checkbox').focus();
  await signedIn.keyboard.press('Tab');
  await expect(desk.row(number).getByRole('link', { name: number })).toBeFocused();
  await expectFocusSeen(signedIn);
  await signedIn.keyboard.press('Tab');
  await expect(desk.button(number, '与信を実行')).toBeFocused();
  await expectFocusSeen(signedIn);
  await signedIn.keyboard.press('Enter');
  await desk.expectCredit(number, 'ok');
});

test('focus stays with the row whose button was pressed @once', async ({ signedIn }) => {
  const { desk, number } = await arrange(signedIn);
  await desk.button(number, '与信を実行').focus();
  await signedIn.keyboard.press('Enter');
  await desk.expectCredit(number, 'ok');
  // The pressed button is gone; who works by keyboard goes on from here, not from the top of the page.
  await expect(desk.row(number).locator(':focus')).toHaveCount(1);
});

test('a row ticked with the space bar raises the panel, which is reached by Tab @once', async ({ signedIn }) => {
  const { desk, number } = await arrange(signedIn);
  await desk.row(number).getByRole('checkbox').focus();
  await signedIn.keyboard.press('Space');
  const panel = signedIn.getByRole('region', { name: '処理パネル' });
  await expect(panel).toBeVisible();
  await tabUntil(signedIn, () => panel.getByRole('button', { name: '与信を実行' }).evaluate((button) => button === document.activeElement));
  await signedIn.keyboard.press('Enter');
  await expect(panel.getByRole('button', { name: '1件を実行' })).toBeVisible();
});

test('the dialog keeps the focus inside, and Escape closes it without doing anything @once', async ({ signedIn }) => {
  const { desk, number } = await arrange(signedIn);
  await desk.press(number, '与信を実行');
  await desk.expectCredit(number, 'ok');
  await desk.button(number, '与信キャンセル').focus();
  await signedIn.keyboard.press('Enter');
  await expect(desk.dialog).toBeVisible();
  await expect(desk.dialog).toHaveAccessibleName(`${number} の与信をキャンセルしますか？`);
  await expect(desk.dialog.locator(':focus')).toHaveCount(1);
  for (let nth = 0; nth < 5; nth += 1) {
    await signedIn.keyboard.press('Tab');
    // Between the last element and the first the focus may pass through the browser's own frame, never through the page.
    const outside = await signedIn.evaluate(() => {
      const focused = document.activeElement;
      return focused !== document.body && focused?.closest('dialog[open]') === null;
    });
    expect(outside, 'focus behind the dialog').toBe(false);
  }
  await signedIn.keyboard.press('Escape');
  await expect(desk.dialog).toBeHidden();
  await desk.expectCredit(number, 'ok');
  await expect(desk.button(number, '与信キャンセル')).toBeFocused();
});

test('Escape closes the dialog above the sheet, and only then the sheet @once', async ({ signedIn }) => {
  const { desk, number } = await arrange(signedIn);
  const sheet = new SheetPage(signedIn);
  await desk.press(number, '与信を実行');
  await desk.expectCredit(number, 'ok');
  await desk.openSheet(number);
  await sheet.button('与信キャンセル').click();
  await expect(desk.dialog).toBeVisible();
  await signedIn.keyboard.press('Escape');
  await expect(desk.dialog).toBeHidden();
  await expect(sheet.sheet).toBeVisible();
  await signedIn.keyboard.press('Escape');
  await expect(sheet.sheet).toBeHidden();
});

test('the sheet takes the focus when it opens, and gives it back @once', async ({ signedIn }) => {
  const { desk, number } = await arrange(signedIn);
  const sheet = new SheetPage(signedIn);
  await desk.row(number).getByRole('link', { name: number }).focus();
  await signedIn.keyboard.press('Enter');
  await sheet.expectOpen(number);
  await expect(sheet.sheet.locator(':focus')).toHaveCount(1);
  await signedIn.keyboard.press('Escape');
  await expect(sheet.sheet).toBeHidden();
  await expect(desk.row(number).getByRole('link', { name: number })).toBeFocused();
});

test('a repair needs no mouse: Enter, type, Enter @once', async ({ signedIn }) => {
  const { desk, number } = await arrange(signedIn, trouble.noHouseNumber);
  const sheet = new SheetPage(signedIn);
  await desk.press(number, '与信を実行');
  await desk.expectCredit(number, 'hold');
  await desk.button(number, '与信内容変更').focus();
  await signedIn.keyboard.press('Enter');
  await expect(sheet.buyerAddress).toBeFocused();
  await expectFocusSeen(signedIn);
  await signedIn.keyboard.press('End');
  // Typed at once: keys as fast as Playwright's are a scanner's.
  await signedIn.keyboard.insertText('1-2-3');
  await signedIn.keyboard.press('Enter');
  await desk.expectCredit(number, 'ok');
});

test('a scanned order number opens its order, wherever the focus is, and presses nothing', async ({ signedIn, problems }) => {
  problems.expect(/422/);
  const [desk, sheet] = [new DeskPage(signedIn), new SheetPage(signedIn)];
  const { prefix, orders } = batch(2);
  // Their first letter is a key of the grid.
  const [one, other] = orders.map((order) => ({ ...order, number: `R${order.number}` })) as [Order, Order];
  await bringIn(signedIn, one, other);
  await desk.open(`?q=R${prefix}`);
  await untilWhole(signedIn);
  await desk.grid.focus();
  await signedIn.keyboard.press('ArrowDown');
  await scan(signedIn, other.number);
  await sheet.expectOpen(other.number);
  await expect(sheet.slipNumber).toBeFocused();
  await signedIn.keyboard.type('1234-5678-9013');
  await signedIn.keyboard.press('Enter');
  await expect(desk.row(other.number)).toContainText('1234-5678-9013');
  await scan(signedIn, one.number);
  await sheet.expectOpen(one.number);
  // Whoever scans an order into the field of another is told.
  await expect(sheet.slipNumber).toBeFocused();
  await signedIn.keyboard.type(other.number);
  await signedIn.keyboard.press('Enter');
  await expect(sheet.sentences(sheet.slipNumber)).toContainText('ヤマト運輸の伝票番号は数字だけです');
  await sheet.slipNumber.fill('');
  await signedIn.keyboard.press('Escape');

  // In the search a scan does the same.
  await desk.search.fill(other.number);
  await signedIn.keyboard.press('Enter');
  await sheet.expectOpen(other.number);
  for (const { number } of [one, other]) {
    await desk.find(number);
    await desk.expectCredit(number, 'none');
  }
});

test('a scan that goes into a field of the contents sends nothing @once', async ({ signedIn }) => {
  const [desk, sheet] = [new DeskPage(signedIn), new SheetPage(signedIn)];
  const one = order();
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await untilWhole(signedIn);
  await desk.openSheet(one.number);
  await sheet.buyerAddress.focus();
  await scan(signedIn, 'R20261124-1046');
  await expect(desk.notices).toContainText('バーコードが入力欄に読み取られました');
  await desk.expectCredit(one.number, 'none');
});

test('Tab leads through the row at hand and out of the grid, not through every row @once', async ({ signedIn }) => {
  const { prefix, orders } = batch(12);
  const desk = new DeskPage(signedIn);
  await bringIn(signedIn, ...orders);
  await desk.open(`?q=${prefix}`);
  await untilWhole(signedIn);
  const row = (nth: number) => desk.rows.nth(nth);
  await desk.grid.focus();
  for (let step = 0; step < 3; step += 1) await signedIn.keyboard.press('ArrowDown');
  await signedIn.keyboard.press('Tab');
  const at = row(Number(await signedIn.locator('.row-active').getAttribute('aria-rowindex')) - 2);
  await expect(at.getByRole('checkbox')).toBeFocused();
  await signedIn.keyboard.press('Tab');
  await signedIn.keyboard.press('Tab');
  await expect(at.getByRole('button', { name: '与信を実行' })).toBeFocused();
  await signedIn.keyboard.press('Tab');
  await expect(desk.grid.locator(':focus')).toHaveCount(0);
  // Back from behind, through the browser's own frame: to the row at hand, not to the last one that is drawn.
  await signedIn.keyboard.press('Shift+Tab');
  await signedIn.keyboard.press('Shift+Tab');
  await expect(at.getByRole('button', { name: '与信を実行' })).toBeFocused();
  // And back: through the row into the head, from where Tab leads to the row once more.
  await at.getByRole('checkbox').focus();
  await signedIn.keyboard.press('Shift+Tab');
  await expect(desk.grid.locator('.grid-head :focus')).toHaveCount(1);
  await signedIn.keyboard.press('Tab');
  await expect(at.getByRole('checkbox')).toBeFocused();
});

test('everything that can be reached by Tab shows that it is @once', async ({ signedIn }) => {
  const { desk, number } = await arrange(signedIn);
  await desk.openSheet(number);
  await new SheetPage(signedIn).expectOpen(number);
  await signedIn.locator('body').press('Tab');
  for (let nth = 0; nth < 45; nth += 1) {
    await expectFocusSeen(signedIn);
    await signedIn.keyboard.press('Tab');
  }
});

/** An order of the test's own, alone on the screen. */
async function arrange(page: Page, wishes = {}): Promise<{ desk: DeskPage; number: string }> {
  const one = order(wishes);
  const desk = new DeskPage(page);
  await bringIn(page, one);
  await desk.find(one.number);
  return { desk, number: one.number };
}

/** The focused element has an outline of two pixels or more. */
async function expectFocusSeen(page: Page): Promise<void> {
  const { name, seen } = await page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return { name: 'the browser itself', seen: true };
    // A date field marks the part of it that has the focus.
    if (focused instanceof HTMLInputElement && focused.type === 'date') return { name: 'a date', seen: true };
    const style = getComputedStyle(focused);
    return { name: focused.outerHTML.slice(0, 120), seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
  });
  expect(seen, `a visible focus on ${name}`).toBe(true);
}

async function tabUntil(page: Page, reached: () => Promise<boolean>): Promise<void> {
  for (let nth = 0; nth < 40; nth += 1) {
    await page.keyboard.press('Tab');
    if (await reached()) return;
  }
  throw new Error('It is not reached by Tab.');
}

/** As fast as a scanner, whatever else the machine does. */
async function scan(page: Page, text: string): Promise<void> {
  await page.evaluate((keys) => {
    for (const key of keys) document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }, [...text, 'Enter']);
}
