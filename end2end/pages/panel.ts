import { expect, type Locator, type Page } from '@playwright/test';

/** 処理パネル: an act on the ticked rows, in three steps. */
export class PanelPage {
  readonly panel: Locator;
  readonly rows: Locator;

  constructor(page: Page) {
    this.panel = page.getByRole('region', { name: '処理パネル' });
    this.rows = this.panel.locator('.run-row');
  }

  async expectTicked(count: number): Promise<void> {
    await expect(this.panel).toContainText(`${count}件を選択中`);
  }

  async choose(act: string): Promise<void> {
    await this.panel.getByRole('button', { name: act, exact: true }).click();
  }

  /** Every action that is offered. */
  async actions(): Promise<string[]> {
    return this.panel.getByRole('group', { name: '処理' }).getByRole('button').allInnerTexts();
  }

  /** Opens the form of an action, and fills its first field. */
  async openForm(action: string, value?: string): Promise<void> {
    await this.panel.getByRole('group', { name: '処理' }).getByRole('button', { name: action, exact: true }).click();
    if (value !== undefined) {
      await this.panel.locator('form.panel-row input').first().fill(value);
    }
  }

  /** The number that would be sent, and the sentences about those left out. */
  async expectPreview(willSend: number, leftOut: string[], word = '送信'): Promise<void> {
    await expect(this.panel.locator('.panel-preview > p').first()).toContainText(`${willSend}件${word}`);
    await expect(this.panel.locator('.panel-preview > ul li')).toHaveText(leftOut);
  }

  async start(count: number): Promise<void> {
    await this.panel.getByRole('button', { name: `${count}件を実行`, exact: true }).click();
  }

  /** What became of one order. */
  row(number: string): Locator {
    return this.rows.filter({ hasText: number });
  }
}
