import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Events } from '../events';
import { listening } from '../listening';
import { html, script, style } from './build';
import { gridHtml } from './hand-markup';
import { HEAD_HEIGHT, ROW_HEIGHT, type Page, type Row } from './shared';

const compress = promisify(brotliCompress);

/** What a server has ready: compressed as well as can be. */
const AHEAD = constants.BROTLI_MAX_QUALITY;
/** What a server compresses as it is asked. */
const AT_ONCE = 5;

interface File {
  kind: string;
  body: Buffer;
}

/** Serves the peers' pages, scripts, rows and events, and `plain`, a page that needs nothing else. */
export async function servePeers(
  rows: Row[],
  events: Events,
  place: { top: number; height: number },
  plain: string,
): Promise<{ server: Server; url: string }> {
  const first = '/rows?from=0&until=100';
  // As many as the desk's server sends to a browser that it knows: those of which a part is on screen.
  const seen = Math.ceil((place.height - HEAD_HEIGHT) / ROW_HEIGHT);
  const text: [path: string, kind: string, text: string, quality: number][] = [
    ['/ag-client', 'text/html', html('ag-client', '/rows.json', place), AHEAD],
    ['/ag-infinite', 'text/html', html('ag-infinite', first, place), AHEAD],
    ['/tanstack', 'text/html', html('tanstack', '/rows.json', place), AHEAD],
    ['/hand-written', 'text/html', html('hand-written', first, place, gridHtml(rows, seen)), AHEAD],
    ['/plain', 'text/html', plain, AHEAD],
    ['/ag-client.js', 'text/javascript', await script('ag-client', 'ts'), AHEAD],
    ['/ag-infinite.js', 'text/javascript', await script('ag-infinite', 'ts'), AHEAD],
    ['/tanstack.js', 'text/javascript', await script('tanstack', 'tsx'), AHEAD],
    ['/hand-written.js', 'text/javascript', await script('hand-written', 'ts'), AHEAD],
    ['/style.css', 'text/css', style(), AHEAD],
    // Without the time that compressing takes a server whose rows change: that is in the peers' favour.
    ['/rows.json', 'application/json', JSON.stringify(rows), AT_ONCE],
  ];
  const files = new Map<string, File>();
  for (const [path, kind, content, quality] of text) files.set(path, { kind, body: await brotli(content, quality) });
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const file = files.get(pathname);
    if (pathname === '/events') events.open(response);
    else if (file) send(response, file);
    else if (pathname === '/rows') {
      const [from, until] = ['from', 'until'].map((name) => Number(searchParams.get(name)));
      const page: Page = { total: rows.length, rows: rows.slice(from, until) };
      send(response, { kind: 'application/json', body: await brotli(JSON.stringify(page), AT_ONCE) });
    } else response.writeHead(404).end();
  }

  return { server, url: await listening(server) };
}

function brotli(text: string, quality: number): Promise<Buffer> {
  return compress(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
}

function send(response: ServerResponse, { kind, body }: File): void {
  response.writeHead(200, {
    'content-type': `${kind}; charset=utf-8`,
    'content-encoding': 'br',
    'content-length': body.length,
    'cache-control': 'no-cache',
    // As the desk does: Chromium begins a process for such a page.
    'cross-origin-opener-policy': 'same-origin',
  });
  response.end(body);
}
