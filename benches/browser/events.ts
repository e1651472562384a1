import type { ServerResponse } from 'node:http';

/** How often the line shows that it lives, as the desk's own does. */
const BEAT_MS = 2_000;

/** The event stream that the bench holds in its hand: the open page listens to it. */
export class Events {
  readonly #listeners = new Set<ServerResponse>();
  readonly #beat = setInterval(() => this.#write('event: beat\ndata: \n\n'), BEAT_MS);
  #sent = 0;

  open(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('event: beat\ndata: \n\n');
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }

  /** How many pages listen. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** Sends texts, each in a frame of its own; returns the moment before the first byte was written. */
  send(...texts: string[]): number {
    // The desk reads its place in the outbox from the id; only its growing matters.
    const frames = texts.map((text) => `event: orders\nid: ${(this.#sent += 1)}\ndata: ${text.replaceAll('\n', '\ndata: ')}\n\n`);
    const at = performance.timeOrigin + performance.now();
    for (const frame of frames) this.#write(frame);
    return at;
  }

  end(): void {
    clearInterval(this.#beat);
    for (const listener of this.#listeners) listener.end();
  }

  #write(frame: string): void {
    for (const listener of this.#listeners) listener.write(frame);
  }
}
