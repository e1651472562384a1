import type { CDPSession } from 'playwright-core';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Visitor } from '../browser';
import type { Page } from '../pages';
import type { Samples } from './samples';

/** A page that asks for nothing more for so long has loaded. */
const QUIET_MS = 800;
const LONGEST_MS = 60_000;

/** How long a first visit takes at full speed and slowed down, and what it transfers. */
export async function measureLoad(visitor: Visitor, page: Page, samples: Samples): Promise<void> {
  await visitor.visit(page, 1, async (tab, devtools) => {
    const traffic = await Traffic.watch(devtools);
    await tab.goto(page.url, { waitUntil: 'commit' });
    const { painted, interactive } = await tab.evaluate(() => window.loading);
    samples.add('painted', page.name, painted);
    samples.add('interactive', page.name, interactive);
    await traffic.untilQuiet();
    samples.add('bytes', page.name, (traffic.code + traffic.data) / 1_000);
    samples.add('bytes-code', page.name, traffic.code / 1_000);
    samples.add('bytes-data', page.name, traffic.data / 1_000);
  });
  await visitor.visit(page, 4, async (tab) => {
    await tab.goto(page.url, { waitUntil: 'commit' });
    const { painted, interactive } = await tab.evaluate(() => window.loading);
    samples.add('painted-slow', page.name, painted);
    samples.add('interactive-slow', page.name, interactive);
  });
}

/** What goes over the line, headers included. */
class Traffic {
  /** Scripts, wasm and styles. */
  code = 0;
  /** Documents, which may hold orders, and rows. */
  data = 0;
  readonly #open = new Map<string, boolean>();
  #quietSince = Date.now();

  static async watch(devtools: CDPSession): Promise<Traffic> {
    const traffic = new Traffic();
    devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
      // The event stream never ends, and belongs to no load.
      if (response.mimeType === 'text/event-stream') traffic.#close(requestId);
      else traffic.#open.set(requestId, type === 'Script' || type === 'Stylesheet' || response.mimeType === 'application/wasm');
    });
    devtools.on('Network.requestWillBeSent', ({ requestId }) => traffic.#open.set(requestId, false));
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (traffic.#open.get(requestId)) traffic.code += encodedDataLength;
      else traffic.data += encodedDataLength;
      traffic.#close(requestId);
    });
    devtools.on('Network.loadingFailed', ({ requestId }) => traffic.#close(requestId));
    await devtools.send('Network.enable');
    return traffic;
  }

  async untilQuiet(): Promise<void> {
    const deadline = Date.now() + LONGEST_MS;
    while (this.#open.size > 0 || Date.now() - this.#quietSince < QUIET_MS) {
      if (Date.now() > deadline) throw new Error(`${this.#open.size} requests did not end`);
      await sleep(50);
    }
  }

  #close(requestId: string): void {
    this.#open.delete(requestId);
    this.#quietSince = Date.now();
  }
}
