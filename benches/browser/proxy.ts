import { Agent, createServer, request, type Server } from 'node:http';
import type { Events } from './events';
import { listening } from './listening';

/** Stands before the desk and changes nothing, except that the bench decides what its event stream says. */
export async function standBefore(desk: string, events: Events): Promise<{ server: Server; url: string }> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((asked, answer) => {
    if (asked.url?.startsWith('/api/events')) {
      events.open(answer);
      return;
    }
    const passed = request(`${desk}${asked.url}`, { agent, method: asked.method, headers: asked.headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    passed.on('error', (error) => answer.destroy(error));
    asked.pipe(passed);
  });
  server.on('close', () => agent.destroy());
  return { server, url: await listening(server) };
}
