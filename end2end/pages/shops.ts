import { expect, type Locator, type Page } from '@playwright/test';
import { untilReady } from '../fixtures/desk';

/** 設定: 支払い方法 and モール詳細設定. */
export class ShopsPage {
  readonly block: Locator;
  readonly save: Locator;
  readonly test: Locator;
  readonly result: Locator;
  readonly notices: Locator;

  constructor(readonly page: Page) {
    this.block = page.locator('[data-block="np"]');
    this.save = page.getByRole('button', { name: '設定を保存して次へ進む' });
    this.test = page.getByRole('button', { name: '接続テスト' });
    this.result = page.locator('[data-test]');
    this.notices = page.locator('.notices');
  }

  async open(code: string): Promise<void> {
    await this.page.goto(`/settings/shops?shop=${code}`);
    await untilReady(this.page);
  }

  /** Ticks NP後払い or not, and saves. */
  async offer(np: boolean): Promise<void> {
    await this.page.goto('/settings/payments');
    await untilReady(this.page);
    await this.page.getByRole('checkbox', { name: 'NP後払い' }).setChecked(np);
    await this.page.getByRole('button', { name: '設定を保存する' }).click();
    await expect(this.notices).toContainText('支払い方法を保存しました');
  }

  /** Adds a shop through the form; its settings open. */
  async add(code: string, name: string): Promise<void> {
    await this.page.goto('/settings/shops');
    await untilReady(this.page);
    await this.page.getByLabel('店舗コード').fill(code);
    await this.page.getByLabel('追加する店舗の名前').fill(name);
    await this.page.getByRole('button', { name: '店舗を追加' }).click();
    await expect(this.page.getByRole('heading', { name: `モール詳細設定　${name}（${code}）` })).toBeVisible();
  }

  async choose(legend: string, word: string): Promise<void> {
    await this.page.getByRole('group', { name: legend, exact: true }).getByRole('radio', { name: word, exact: true }).check();
  }

  /** Types a row of the fee table. */
  async feeRow(nth: number, from: number, to: number, fee: number): Promise<void> {
    for (const [what, amount] of [['価格範囲の下限', from], ['価格範囲の上限', to], ['手数料', fee]] as const) {
      await this.page.getByLabel(`${nth}行目の${what}`).fill(`${amount}`);
    }
  }

  /** Saves, and sees that it is saved. */
  async saved(): Promise<void> {
    await this.save.click();
    await expect(this.notices).toContainText('設定を保存しました');
    await expect(this.page.locator('.unsaved')).toBeHidden();
  }
}
