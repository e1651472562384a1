import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:http';
import { createInterface } from 'node:readline';
import { listening } from './listening';
import { settings } from './settings';

/** What the desk shows NP. */
export const CREDENTIAL = { merchantCode: 'BENCH', spCode: 'bench-sp-code' };

/** The simulator in a process of its own, behind a door that knows when the last answer passed it. */
export class Np {
  /** When the last byte of the last answer was handed to the desk, by the wall clock. */
  answeredAt = 0;
  readonly #simulator: ChildProcess;
  #door: Server | undefined;
  /** What the desk calls. */
  base = '';

  private constructor(simulator: ChildProcess) {
    this.#simulator = simulator;
  }

  /** Everybody gets credit at once. */
  static async start(): Promise<Np> {
    const { merchantCode, spCode } = CREDENTIAL;
    const flags = ['--listen', '127.0.0.1:0', '--credit-limit', '0', '--credential', `${merchantCode}:${spCode}`];
    const simulator = spawn(settings.simulator, flags, { env: { ...process.env, RUST_LOG: 'info' }, stdio: ['ignore', 'ignore', 'pipe'] });
    const np = new Np(simulator);
    np.base = await np.#open(await addressOf(simulator));
    return np;
  }

  async end(): Promise<void> {
    this.#door?.close();
    this.#door?.closeAllConnections();
    if (this.#simulator.exitCode !== null) return;
    const gone = once(this.#simulator, 'exit');
    this.#simulator.kill('SIGTERM');
    await gone;
  }

  async #open(simulator: URL): Promise<string> {
    const agent = new Agent({ keepAlive: true });
    this.#door = createServer((asked, answer) => {
      const options = { agent, method: asked.method, headers: asked.headers };
      const passed = request(new URL(asked.url ?? '/', simulator), options, (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.on('data', (bytes) => answer.write(bytes));
        answered.on('end', () => {
          this.answeredAt = performance.timeOrigin + performance.now();
          answer.end();
        });
      });
      passed.on('error', (error) => answer.destroy(error));
      asked.pipe(passed);
    });
    this.#door.on('close', () => agent.destroy());
    return `${await listening(this.#door)}${simulator.pathname}`;
  }
}

/** The simulator says where it listens before anything else. */
async function addressOf(simulator: ChildProcess): Promise<URL> {
  const said: string[] = [];
  for await (const line of createInterface(simulator.stderr!)) {
    const address = /listening on (\S+)/.exec(line)?.[1];
    if (address) {
      // What it says from now on must not fill the pipe.
      simulator.stderr!.resume();
      return new URL(address);
    }
    said.push(line);
  }
  throw new Error(`The simulator did not start:\n${said.join('\n')}`);
}
