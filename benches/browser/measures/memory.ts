import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../browser';
import type { Desk } from '../desk';
import type { Samples } from './samples';

const BROWSERS = 200;
const SETTLED_MS = 1_000;

/** What the desk's process holds in memory while many browsers, each of which has loaded its page, listen to its events. */
export class Listeners {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #streams: IncomingMessage[] = [];

  private constructor(readonly desk: Desk) {}

  static async open(desk: Desk, session: Session): Promise<Listeners> {
    const listeners = new Listeners(desk);
    const cookie = session.map(({ name, value }) => `${name}=${value}`).join('; ');
    for (let nth = 0; nth < BROWSERS; nth += 1) {
      const page = await listeners.#get('/', cookie);
      for await (const _ of page) continue;
      const stream = await listeners.#get('/api/events', cookie);
      // Read and thrown away: a browser that reads nothing would be cut off.
      listeners.#streams.push(stream.resume());
    }
    await sleep(SETTLED_MS);
    return listeners;
  }

  /** Takes the most that was held until now, too. */
  measure(page: string, samples: Samples): void {
    const { now, peak } = this.desk.memory();
    samples.add('memory', page, now);
    samples.add('memory-peak', page, peak);
  }

  close(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#agent.destroy();
  }

  async #get(path: string, cookie: string): Promise<IncomingMessage> {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${this.desk.url}${path}`, { agent: this.#agent, headers: { cookie } }, resolve).on('error', reject);
    });
    if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}`);
    return answer;
  }
}
