import { expect, type Locator, type Page } from '@playwright/test';
import { untilReady } from '../fixtures/desk';

/** 設定の受注ステータス, and the tabs that come of it. */
export class StatusesPage {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/settings/statuses');
    await untilReady(this.page);
  }

  /** The lines, by the names in them. */
  async names(): Promise<string[]> {
    return this.page.getByLabel('受注ステータスの名前').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  }

  async add(name: string, colour: string): Promise<void> {
    await this.page.getByRole('button', { name: '受注ステータスを追加' }).click();
    await this.page.getByLabel('受注ステータスの名前').last().fill(name);
    await this.page.getByLabel(`「${name}」を表す色`).selectOption(colour);
  }

  button(name: string, what: '上へ' | '下へ' | '削除'): Locator {
    return this.page.getByRole('button', { name: `「${name}」を${what}`, exact: true });
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: '設定を保存する' }).click();
    await expect(this.page.getByText('受注ステータスを保存しました。')).toBeVisible();
  }

  /** A tab on the desk. */
  tab(name: string): Locator {
    return this.page.getByRole('navigation', { name: '受注ステータス' }).getByRole('link', { name: new RegExp(`^${name}\\s*\\d+$`) });
  }
}
