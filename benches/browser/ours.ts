import type { Browser } from 'playwright-core';
import { newContext, type Session } from './browser';
import { ACCOUNT } from './desk';
import type { Events } from './events';
import type { Page } from './pages';
import { HEAD_HEIGHT, ROW_HEIGHT, type Row } from './peers/shared';

export const SCROLLER = '.grid-scroller';
const PAGE_ROWS = 100;
/** The rows whose credit the bench changes. */
const CHANGED_ROWS = 1_000;

/** What of the desk's own rows the bench looks at; the rest is passed on as it is. What an order has not is left out. */
interface OrderRow {
  id: number;
  order_number: string;
  ordered_at: string;
  buyer_name: string;
  note?: string;
  carrier: string;
  billed_amount: number;
  deliver_on?: string;
  deliver_time?: string;
  standing: { lamps: object };
}

/** Where the grid stands on the page. */
export interface Geometry {
  top: number;
  height: number;
}

/** Signs in through the form. */
export async function signIn(browser: Browser, url: string): Promise<{ session: Session; geometry: Geometry }> {
  const context = await newContext(browser);
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.getByLabel('利用者名').fill(ACCOUNT.user);
  await page.getByLabel('パスワード', { exact: true }).fill(ACCOUNT.password);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await page.waitForURL((address) => address.pathname !== '/login');
  await page.locator('body[data-ready="true"]').waitFor();
  const { geometry, row } = await page.locator(SCROLLER).evaluate((scroller) => {
    const { top, height } = scroller.getBoundingClientRect();
    return { geometry: { top, height }, row: scroller.querySelector('[data-order]')?.getBoundingClientRect().height };
  });
  // The peers' rows are made as tall: else they would show more or fewer orders than the desk.
  if (row !== ROW_HEIGHT) throw new Error(`The desk's rows are ${row} px tall, not ${ROW_HEIGHT}`);
  const session = await context.cookies();
  // Without it the server would send more rows than are on screen.
  if (!session.some(({ name }) => name === 'desk-rows')) throw new Error('The desk has not said how many rows this screen shows');
  await context.close();
  return { session, geometry };
}

/** The desk's page, once it is certain that it shows the same orders as the peers. */
export async function ours(url: string, events: Events, session: Session, orders: Row[]): Promise<Page> {
  const rows = new Map<string, OrderRow>();
  for (let offset = 0; offset < CHANGED_ROWS; offset += PAGE_ROWS) {
    const page = await fetchPage(url, session, offset);
    if (page.total !== orders.length) throw new Error(`The desk holds ${page.total} orders, not ${orders.length}`);
    page.rows.forEach((row, nth) => compare(row, orders[offset + nth]!));
    for (const row of page.rows) rows.set(row.order_number, row);
  }
  return {
    name: 'Atobarai Desk',
    url: `${url}/`,
    place: { scroller: SCROLLER, head: HEAD_HEIGHT },
    events,
    // A line that names keys and versions, then a line for each order with how it stands now.
    data: (wishes) => {
      const changed = wishes.map(({ number, credit, version }) => {
        const row = rows.get(number);
        if (!row) throw new Error(`${number} is not among the first ${CHANGED_ROWS} orders`);
        const is = { ...row.standing, lamps: { ...row.standing.lamps, credit, registered: true } };
        return { name: `${row.id} ${version}`, news: JSON.stringify({ standing: { after: 1, is } }) };
      });
      return [changed.map(({ name }) => name).join(' '), ...changed.map(({ news }) => news)].join('\n');
    },
  };
}

/** The desk's first screen without its scripts: what a server could send that has it ready. */
export async function plainHtml(url: string, session: Session): Promise<string> {
  const answer = await fetch(url, { headers: { accept: 'text/html', cookie: cookies(session) } });
  const html = await answer.text();
  if (!html.includes('data-order=')) throw new Error(`The desk's first screen holds no order: ${answer.status}`);
  return html.replace(/<script[\s\S]*?<\/script>/g, '');
}

const cookies = (session: Session): string => session.map(({ name, value }) => `${name}=${value}`).join('; ');

async function fetchPage(url: string, session: Session, offset: number): Promise<{ total: number; rows: OrderRow[] }> {
  const answer = await fetch(`${url}/api/page`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: cookies(session) },
    body: JSON.stringify({ view: '', offset }),
  });
  if (!answer.ok) throw new Error(`The desk's rows cannot be read: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { total: number; rows: OrderRow[] };
}

function compare(row: OrderRow, order: Row): void {
  const { note = '', deliver_on = '', deliver_time = '' } = row;
  const desk = [row.order_number, row.ordered_at, row.buyer_name, note, row.carrier, row.billed_amount, deliver_on, deliver_time];
  const peers = [order.number, order.orderedAt, order.buyer, order.note, order.carrier, order.billed, order.deliverOn, order.deliverTime];
  if (JSON.stringify(desk) !== JSON.stringify(peers)) throw new Error(`The desk shows ${desk.join(' ')}, the peers ${peers.join(' ')}`);
}
