import type { CDPSession } from 'playwright-core';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Visitor } from '../browser';
import type { Page } from '../pages';
import type { Samples } from './samples';

/** A page that asks for nothing more for so long has loaded. */
const QUIET_MS = 800;
const LONGEST_MS = 60_000;

/** How many times slower the processor is made, and what the figures are called. */
const SPEEDS = [
  [1, 'painted', 'interactive'],
  [4, 'painted-slow', 'interactive-slow'],
] as const;

/** How long a first visit takes at full speed and slowed down, and what it transfers. */
export async function measureLoad(visitor: Visitor, page: Page, samples: Samples): Promise<void> {
  for (const [slowdown, painted, interactive] of SPEEDS) {
    await visitor.visit(page, slowdown, async (tab, devtools) => {
      const traffic = slowdown === 1 ? await Traffic.watch(devtools) : undefined;
      await tab.goto(page.url, { waitUntil: 'commit' });
      samples.add(painted, page.name, await tab.evaluate(() => window.loading.painted));
      samples.add(interactive, page.name, await tab.evaluate(() => window.loading.interactive));
      if (!traffic) return;
      await traffic.untilQuiet();
      samples.add('bytes', page.name, (traffic.code + traffic.data) / 1_000);
      samples.add('bytes-code', page.name, traffic.code / 1_000);
      samples.add('bytes-data', page.name, traffic.data / 1_000);
    });
  }
}

/** The first part of `measureLoad`, of a page that cannot answer. */
export async function measurePaint(visitor: Visitor, page: Page, samples: Samples): Promise<void> {
  for (const [slowdown, painted] of SPEEDS) {
    await visitor.visit(page, slowdown, async (tab) => {
      await tab.goto(page.url, { waitUntil: 'commit' });
      samples.add(painted, page.name, await tab.evaluate(() => window.loading.painted));
    });
  }
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
