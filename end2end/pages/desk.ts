import { expect, type Locator, type Page } from '@playwright/test';
import { untilReady } from '../fixtures/desk';
import { bringIn, type Order } from '../fixtures/orders';

export type Lane = 'all' | 'before' | 'reviewing' | 'repair' | 'ng' | 'error' | 'unsynced' | 'synced' | 'unknown';

/** The words of the credit lamp. */
const CREDIT = {
  none: '与信前',
  sending: '送信中',
  reviewing: '与信中',
  ok: '与信OK',
  hold: '保留',
  ng: '与信NG',
  error: 'エラー',
  cancelled: 'キャンセル済',
} as const;

/** 受注: the grid with its lanes, search and dialogs. */
export class DeskPage {
  readonly rows: Locator;
  readonly grid: Locator;
  readonly search: Locator;
  readonly live: Locator;
  readonly notices: Locator;
  readonly dialog: Locator;
  readonly arrived: Locator;

  constructor(readonly page: Page) {
    this.rows = page.locator('[data-order]');
    this.grid = page.getByRole('grid', { name: '受注一覧', exact: true });
    this.search = page.getByRole('searchbox', { name: '検索' });
    this.live = page.locator('[data-live]');
    this.notices = page.locator('.notices');
    this.dialog = page.getByRole('dialog');
    this.arrived = page.getByRole('button', { name: /新しい受注/ });
  }

  /** Opens a view by its address. */
  async open(query = ''): Promise<void> {
    await this.page.goto(`/${query}`);
    await untilReady(this.page);
  }

  /** Opens the view that shows one order. */
  async find(number: string): Promise<Locator> {
    await this.open(`?q=${encodeURIComponent(number)}`);
    await expect(this.row(number)).toBeVisible();
    return this.row(number);
  }

  /** The stream is open. */
  async expectLive(): Promise<void> {
    await expect(this.live).toHaveAttribute('data-live', 'live', { timeout: 10_000 });
  }

  row(number: string): Locator {
    return this.page.locator(`[data-order="${number}"]`);
  }

  button(number: string, name: string): Locator {
    return this.row(number).getByRole('button', { name, exact: true });
  }

  /** An order on screen of which NP has said what it says to such orders. */
  async bringInWith(one: Order, credit: keyof typeof CREDIT): Promise<void> {
    await bringIn(this.page, one);
    await this.find(one.number);
    await this.press(one.number, '与信を実行');
    await this.expectCredit(one.number, credit);
  }

  async press(number: string, name: string): Promise<void> {
    await this.button(number, name).click();
  }

  /** Waits until the credit lamp says so, in its word and for those who cannot read it. */
  async expectCredit(number: string, credit: keyof typeof CREDIT, timeout = 5_000): Promise<void> {
    await expect(this.row(number)).toHaveAttribute('data-credit', credit, { timeout });
    await expect(this.row(number).locator('.lamp').first()).toHaveText(CREDIT[credit]);
  }

  async expectShipment(number: string, shipment: string): Promise<void> {
    await expect(this.row(number)).toHaveAttribute('data-shipment', shipment);
  }

  /** The buttons of a row are these and no others. */
  async expectButtons(number: string, ...names: string[]): Promise<void> {
    await expect(this.row(number).getByRole('button')).toHaveText(names);
  }

  /** Opens the sheet by the order's number. */
  async openSheet(number: string): Promise<void> {
    await this.row(number).getByRole('link', { name: number }).click();
  }

  lane(lane: Lane): Locator {
    return this.page.locator(`[data-lane="${lane}"]`);
  }

  async laneCount(lane: Lane): Promise<number> {
    return Number((await this.lane(lane).locator('b').innerText()).replaceAll(',', ''));
  }

  /** How many orders the view holds, loaded or not; no number until they are counted. */
  async total(): Promise<number> {
    const rows = Number(await this.grid.getAttribute('aria-rowcount'));
    return rows < 0 ? Number.NaN : rows - 1;
  }

  async tick(number: string): Promise<void> {
    await this.row(number).getByRole('checkbox').check();
  }

  async tickAll(): Promise<void> {
    await this.page.getByRole('checkbox', { name: /すべてチェック/ }).check();
  }

  /** Returns a check that the document has not been loaded again since. */
  async watchForReload(): Promise<() => Promise<void>> {
    await this.page.evaluate(() => document.body.setAttribute('data-same-document', ''));
    return async () => expect(this.page.locator('body')).toHaveAttribute('data-same-document', '');
  }
}
