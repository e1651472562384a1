import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { csv } from './csv';
import { listening } from './listening';
import { SHOP, fileRow } from './orders';
import { CREDENTIAL } from './np';
import type { Row } from './peers/shared';
import { settings } from './settings';

const run = promisify(execFile);
const PER_FILE = 20_000;

/** Who signs in. */
export const ACCOUNT = { user: 'admin', password: 'browser-bench-1' };

/** The real server, on a database of its own that holds the orders. */
export class Desk {
  readonly #server: ChildProcess;

  private constructor(
    server: ChildProcess,
    readonly url: string,
  ) {
    this.#server = server;
  }

  /** Fills a database in `folder` by the command line, and serves it. */
  static async start(folder: string, orders: Row[], np: string): Promise<Desk> {
    for (const path of [settings.binary, settings.site, settings.simulator]) {
      if (!existsSync(path)) throw new Error(`There is no ${path}: build the app first, or set DESK_BIN, DESK_SITE and NP_SIMULATOR_BIN.`);
    }
    const url = await freeAddress();
    const env = environment(folder, url, np);
    await fill(folder, env, orders);
    const log = join(folder, 'server.log');
    const output = openSync(log, 'w');
    const server = spawn(settings.binary, { cwd: folder, env, stdio: ['ignore', output, output] });
    closeSync(output);
    const desk = new Desk(server, url);
    try {
      await desk.#untilHealthy(log);
    } catch (error) {
      await desk.stop();
      throw error;
    }
    return desk;
  }

  /** What the process holds in memory, now and at most since it started, in megabytes. */
  memory(): { now: number; peak: number } {
    const status = readFileSync(`/proc/${this.#server.pid}/status`, 'utf8');
    const megabytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)![1]) / 1_000;
    return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    const timer = setTimeout(() => server.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(timer);
  }

  async #untilHealthy(log: string): Promise<void> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const answer = await fetch(`${this.url}/healthz`).catch(() => undefined);
      if (answer?.ok) return;
      if (this.#server.exitCode !== null || Date.now() > deadline) {
        throw new Error(`The server did not become healthy. Its log:\n${readFileSync(log, 'utf8').slice(-4000)}`);
      }
      await sleep(100);
    }
  }
}

function environment(folder: string, url: string, np: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATABASE_URL: `sqlite://${folder}/desk.db`,
    DESK_DEMO: '0',
    DESK_ADMIN_USER: ACCOUNT.user,
    DESK_ADMIN_PASSWORD: ACCOUNT.password,
    DESK_SECRET_KEY_FILE: join(folder, 'secret.key'),
    DESK_SP_CODE: CREDENTIAL.spCode,
    NP_SIMULATOR_URL: np,
    LEPTOS_OUTPUT_NAME: 'atobarai-desk',
    LEPTOS_SITE_ADDR: new URL(url).host,
    LEPTOS_SITE_ROOT: settings.site,
    LEPTOS_SITE_PKG_DIR: 'pkg',
  };
}

async function fill(folder: string, env: NodeJS.ProcessEnv, orders: Row[]): Promise<void> {
  const command = (...words: string[]) => run(settings.binary, words, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 });
  await command('shop', SHOP.code, '--name', SHOP.name, '--merchant-code', CREDENTIAL.merchantCode, '--environment', 'simulator');
  for (let from = 0; from < orders.length; from += PER_FILE) {
    const file = join(folder, 'orders.csv');
    const part = orders.slice(from, from + PER_FILE);
    writeFileSync(file, csv(part.map(fileRow)));
    const { stdout } = await command('import', file, '--shop', SHOP.code);
    if (!stdout.includes(`新規 ${part.length}件`)) throw new Error(`The orders were not imported:\n${stdout.slice(-2000)}`);
  }
}

async function freeAddress(): Promise<string> {
  const probe = createServer();
  const url = await listening(probe);
  probe.close();
  await once(probe, 'close');
  return url;
}
