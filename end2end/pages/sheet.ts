import { expect, type Locator, type Page } from '@playwright/test';

/** The side sheet: one order's contents, parcel and timeline. */
export class SheetPage {
  readonly sheet: Locator;
  readonly close: Locator;
  readonly buyerName: Locator;
  readonly buyerAddress: Locator;
  readonly buyerTel: Locator;
  readonly buyerEmail: Locator;
  readonly billedAmount: Locator;
  readonly send: Locator;
  readonly saveOnly: Locator;
  readonly carrier: Locator;
  readonly slipNumber: Locator;
  readonly saveSlip: Locator;
  readonly timeline: Locator;
  readonly unsaved: Locator;

  constructor(readonly page: Page) {
    this.sheet = page.getByRole('complementary', { name: '受注の内容' });
    const form = this.sheet.locator('form.contents');
    this.close = this.sheet.getByRole('link', { name: '閉じる' });
    this.buyerName = this.sheet.locator('#buyer-name');
    this.buyerAddress = this.sheet.locator('#buyer-address');
    this.buyerTel = this.sheet.locator('#buyer-tel');
    this.buyerEmail = this.sheet.locator('#buyer-email');
    this.billedAmount = this.sheet.getByLabel('請求額', { exact: false });
    this.send = form.getByRole('button', { name: /^(保存して与信を実行|与信内容変更を送る)$/ });
    this.saveOnly = form.getByRole('button', { name: '保存のみ' });
    this.carrier = this.sheet.getByLabel('配送業者');
    this.slipNumber = this.sheet.getByLabel('伝票番号', { exact: true });
    this.saveSlip = this.sheet.getByRole('button', { name: '配送を保存' });
    this.timeline = this.sheet.locator('.timeline');
    this.unsaved = this.sheet.getByText('未保存の変更があります');
  }

  /** A field of the contents by its id. */
  field(id: string): Locator {
    return this.sheet.locator(`#${id}`);
  }

  /** Price and the other cells of a goods line, counted from 1. */
  line(nth: number, label: '商品名' | '単価' | '数量'): Locator {
    return this.sheet.getByLabel(`${nth}行目の${label}`);
  }

  /** The credit lamp in the head of the sheet. */
  get lamp(): Locator {
    return this.sheet.locator('header .lamp').first();
  }

  /** A button beside the lamp, as in the grid. */
  button(name: string): Locator {
    return this.sheet.locator('header').getByRole('button', { name, exact: true });
  }

  async expectOpen(number: string): Promise<void> {
    await expect(this.sheet.getByRole('heading', { name: number })).toBeVisible();
  }

  /** The sentences that stand at a field, errors and warnings. */
  sentences(field: Locator): Locator {
    const block = field.locator('xpath=ancestor::*[.//div[contains(@class, "messages")]][1]');
    return block.locator('.field-error, .field-warning');
  }

  async enterSlip(slip: string): Promise<void> {
    await this.slipNumber.fill(slip);
    await this.saveSlip.click();
  }
}
