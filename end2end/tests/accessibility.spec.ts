import AxeBuilder from '@axe-core/playwright';
import { expect, test, untilReady } from '../fixtures/desk';
import { bringIn, csv, fileRow, order, trouble, utf8 } from '../fixtures/orders';
import { DeskPage } from '../pages/desk';
import { ImportPage } from '../pages/import';
import { PanelPage } from '../pages/panel';
import { SheetPage } from '../pages/sheet';
import type { Locator, Page } from '@playwright/test';

test('受注 has no fault', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const [held, refused, wrong] = [order(trouble.noHouseNumber), order(trouble.refused), order(trouble.shortPhone)];
  await bringIn(signedIn, held, refused, wrong);
  await desk.open();
  for (const { number } of [held, refused, wrong]) await desk.press(number, '与信を実行');
  await desk.expectCredit(wrong.number, 'error');
  await expectNoFault(signedIn);
});

test('the panel has no fault @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const panel = new PanelPage(signedIn);
  const one = order();
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await desk.tick(one.number);
  for (const action of await panel.actions()) {
    await panel.openForm(action);
    await expectNoFault(signedIn);
  }
  await panel.openForm('後払い');
  await panel.choose('与信を実行');
  await panel.start(1);
  await expect(panel.rows).toHaveCount(1);
  await expectNoFault(signedIn);
});

test('the open sheet has no fault, with errors and without', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const one = order(trouble.noHouseNumber);
  await desk.bringInWith(one, 'hold');
  await desk.openSheet(one.number);
  await sheet.expectOpen(one.number);
  await expectNoFault(signedIn);
  await sheet.buyerTel.fill('1');
  await sheet.billedAmount.fill('1');
  await expectNoFault(signedIn);
  await sheet.buyerTel.fill(one.tel);
  await sheet.button('与信キャンセル').click();
  await expect(desk.dialog).toBeVisible();
  await expectNoFault(signedIn);
});

test('every field of the sheet tells its own fault to who cannot see @once', async ({ signedIn }) => {
  const desk = new DeskPage(signedIn);
  const sheet = new SheetPage(signedIn);
  const one = order(trouble.unknownCarrier);
  await bringIn(signedIn, one);
  await desk.find(one.number);
  await desk.openSheet(one.number);
  await sheet.buyerTel.fill('1');
  await sheet.line(1, '数量').fill('0');
  await sheet.billedAmount.fill('1');
  await sheet.slipNumber.fill('伝票');
  await expectTold(sheet.buyerTel, /電話番号/);
  await expectTold(sheet.line(1, '数量'), /注文数/);
  await expectTold(sheet.billedAmount, /合いません/);
  await expectTold(sheet.carrier, /赤帽/);
  await expectTold(sheet.slipNumber, /伝票番号は、半角英数字/);
});

test('取込 has no fault @once', async ({ signedIn }) => {
  const files = new ImportPage(signedIn);
  await files.open();
  await expectNoFault(signedIn);
  await files.preview(utf8(csv([fileRow(order()), fileRow(order(), { 商品価格: '二千円' })])));
  await files.expectSummary({ fresh: 1, failed: 1 });
  await expectNoFault(signedIn);
});

test('実行履歴 has no fault @once', async ({ signedIn }) => {
  await bringIn(signedIn, order());
  await signedIn.goto('/runs');
  await untilReady(signedIn);
  await signedIn.getByRole('row').nth(1).getByRole('link').click();
  await expect(signedIn.locator('.run-row').first()).toBeVisible();
  await expectNoFault(signedIn);
});

for (const path of ['/radar', '/radar?bar=d3', '/settings', '/settings/carriers', '/settings/statuses', '/settings/application']) {
  test(`${path} has no fault @once`, async ({ signedIn }) => {
    await signedIn.goto(path);
    await untilReady(signedIn);
    await expectNoFault(signedIn);
  });
}

test('連携状態 has no fault @once', async ({ signedIn }) => {
  await signedIn.goto('/links');
  await untilReady(signedIn);
  await expectNoFault(signedIn);
});

for (const path of ['/settings/payments', '/settings/shops', '/settings/shops?shop=main', '/settings/privacy', '/settings/audit']) {
  test(`${path} has no fault`, async ({ signedIn }) => {
    await signedIn.goto(path);
    await untilReady(signedIn);
    await expectNoFault(signedIn);
  });
}

for (const path of ['/login/code?failed=1', '/invite?token=nothing']) {
  test(`${path} has no fault @once`, async ({ page }) => {
    await page.goto(path);
    await untilReady(page);
    await expectNoFault(page);
  });
}

test('ログイン has no fault @once', async ({ page }) => {
  await page.goto('/login?failed=1');
  await untilReady(page);
  await expectNoFault(page);
});

/** WCAG 2.2 AA as far as a machine can tell, and axe's good practice. */
async function expectNoFault(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const told = violations.map(({ impact, id, help, nodes }) => `${impact} ${id}: ${help} [${nodes.length}] ${nodes[0]?.html.slice(0, 160)}`);
  expect(told).toEqual([]);
}

async function expectTold(field: Locator, sentence: RegExp): Promise<void> {
  await expect.soft(field).toHaveAttribute('aria-invalid', 'true', { timeout: 1_000 });
  await expect.soft(field).toHaveAccessibleDescription(sentence, { timeout: 1_000 });
}
