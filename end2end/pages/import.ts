import { expect, type Locator, type Page } from '@playwright/test';
import { untilReady } from '../fixtures/desk';

/** 取込: order files, with a preview before anything is written. */
export class ImportPage {
  readonly report: Locator;
  readonly commit: Locator;
  readonly summary: Locator;

  constructor(readonly page: Page) {
    this.report = page.locator('.import-report');
    this.commit = this.report.getByRole('button', { name: /件を取り込む/ });
    this.summary = this.report.locator('.import-summary');
  }

  async open(): Promise<void> {
    await this.page.goto('/files');
    await untilReady(this.page);
  }

  /** Chooses a file and asks what it would bring. */
  async preview(bytes: Buffer, name = 'orders.csv'): Promise<void> {
    await this.page.getByLabel('ファイル').setInputFiles({ name, mimeType: 'text/csv', buffer: bytes });
    await this.page.getByRole('button', { name: '内容を確認' }).click();
  }

  /** The report's line about an order. */
  line(number: string): Locator {
    return this.report.getByRole('row', { name: number });
  }

  async expectSummary(counts: { fresh?: number; unchanged?: number; different?: number; failed?: number }): Promise<void> {
    const { fresh = 0, unchanged = 0, different = 0, failed = 0 } = counts;
    await expect(this.summary).toHaveText(`新規 ${fresh}件、変更なし ${unchanged}件、内容が違う ${different}件、エラー ${failed}件`);
  }

  async expectCommitted(): Promise<void> {
    await expect(this.report).toHaveAttribute('data-committed', 'true');
  }
}
