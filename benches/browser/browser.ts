import { chromium, type Browser, type BrowserContext, type CDPSession, type Page as Tab } from 'playwright-core';
import { join } from 'node:path';
import { bundle } from './peers/build';
import type { Page } from './pages';
import { settings } from './settings';

/** Cookies of the signed-in administrator, whose screen the desk knows. */
export type Session = Awaited<ReturnType<BrowserContext['cookies']>>;

export const VIEWPORT = { width: 1440, height: 900 };

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: settings.chromium,
    args: [
      '--headless=new',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Chromium's sandbox refuses to start for root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}

export function newContext(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ viewport: VIEWPORT, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
}

/** Opens pages in tabs that nobody has used before: cold caches, but signed in. */
export class Visitor {
  private constructor(
    readonly browser: Browser,
    readonly session: Session,
    readonly screenful: number,
    readonly probe: string,
  ) {}

  static async with(browser: Browser, session: Session, screenful: number): Promise<Visitor> {
    return new Visitor(browser, session, screenful, await bundle(join(import.meta.dirname, 'probe/probe.ts'), 'iife'));
  }

  /** Opens a page, lets `work` at it and closes it. `slowdown` is how many times slower the processor is made. */
  async visit<T>(page: Page, slowdown: number, work: (tab: Tab, devtools: CDPSession) => Promise<T>): Promise<T> {
    const context = await newContext(this.browser);
    try {
      await context.addCookies(this.session);
      const tab = await context.newPage();
      const failures: string[] = [];
      tab.on('pageerror', (error) => failures.push(error.message));
      await tab.addInitScript({ content: `window.place=${JSON.stringify(page.place)};window.screenful=${this.screenful};${this.probe}` });
      const devtools = await context.newCDPSession(tab);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
      const result = await work(tab, devtools);
      if (failures.length > 0) throw new Error(`The page reported errors: ${failures.join('; ')}`);
      return result;
    } catch (error) {
      throw new Error(`${page.name} (processor ${slowdown}× slower): ${(error as Error).message}`, { cause: error });
    } finally {
      await context.close();
    }
  }
}
