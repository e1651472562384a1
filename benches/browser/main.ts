import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Server } from 'node:http';
import { Visitor, VIEWPORT, launch } from './browser';
import { Desk } from './desk';
import { Events } from './events';
import { measureAnswers } from './measures/answers';
import { measureLoad, measurePaint } from './measures/load';
import { Listeners } from './measures/memory';
import { Samples } from './measures/samples';
import { measureWork } from './measures/work';
import { Np } from './np';
import { generate } from './orders';
import { ours, plainHtml, signIn } from './ours';
import { peers } from './peers/pages';
import { servePeers } from './peers/server';
import { HEAD_HEIGHT, ROW_HEIGHT } from './peers/shared';
import { standBefore } from './proxy';
import { settings } from './settings';
import { print } from './table';

/** The most rows that "the first rows" are. */
const FIRST_ROWS = 30;

/** What has to be ended, the newest first, however the run goes. */
const endings: (() => Promise<void> | void)[] = [];

async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'atobarai-desk-bench-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  const orders = generate(settings.orders);
  const np = await Np.start();
  endings.push(() => np.end());
  tell(`Importing ${orders.length} orders with ${basename(settings.binary)} (${settings.binary})`);
  const desk = await Desk.start(folder, orders, np.base);
  endings.push(() => desk.stop());
  const [deskEvents, peersEvents] = [new Events(), new Events()];
  endings.push(() => [deskEvents, peersEvents].forEach((events) => events.end()));
  const proxy = await standBefore(desk.url, deskEvents);
  endings.push(() => close(proxy.server));
  const browser = await launch();
  endings.push(() => browser.close());
  const { session, geometry } = await signIn(browser, proxy.url);
  const served = await servePeers(orders, peersEvents, geometry, await plainHtml(proxy.url, session));
  endings.push(() => close(served.server));

  const beside = peers(served.url, peersEvents, orders);
  const pages = [await ours(proxy.url, deskEvents, session, orders), ...beside.peers];
  const screenful = Math.min(FIRST_ROWS, Math.floor((geometry.height - HEAD_HEIGHT) / ROW_HEIGHT) - 1);
  const visitor = await Visitor.with(browser, session, screenful);
  tell(`Chromium ${browser.version()}, ${VIEWPORT.width} × ${VIEWPORT.height}: the first rows are the ${screenful} on screen`);
  const samples = new Samples();
  const numbers = orders.map(({ number }) => number);
  for (let round = 1; round <= settings.rounds; round += 1) {
    for (const page of pages) {
      tell(`Round ${round} of ${settings.rounds}: ${page.name}`);
      await measureLoad(visitor, page, samples);
      await measureWork(visitor, page, numbers, samples);
    }
    await measurePaint(visitor, beside.plain, samples);
  }
  // The desk by itself, listened to by many, and with the event stream that it writes.
  const itself = { ...pages[0]!, url: `${desk.url}/` };
  tell('NP answers, and 200 browsers listen');
  const listeners = await Listeners.open(desk, session);
  endings.push(() => listeners.close());
  await measureAnswers(visitor, itself, np, samples);
  listeners.measure(itself.name, samples);
  print(samples, [...pages, beside.plain].map(({ name }) => name));
}

/** Progress is no result: it goes where a file of results does not take it up. */
function tell(what: string): void {
  console.error(`▸ ${what}`);
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}

async function end(): Promise<void> {
  for (const ending of endings.splice(0).reverse()) await ending();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end().finally(() => process.exit(1)));

try {
  await run();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await end();
}
