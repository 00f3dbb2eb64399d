import { once } from 'node:events';
import { createServer, request, type Server, type ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { Bodies } from './body';

const KB = 1024;
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that holds each body until it is told to answer; each address is named by the path. */
async function holding(allBytes: number) {
  const bodies = new Bodies(allBytes);
  const open: ServerResponse[] = [];
  server = createServer((req, res) => {
    void bodies.read(req, res, req.url === '/crew' ? null : (req.url ?? '')).then((body) => {
      if ('refused' in body) return void res.writeHead(503).end(body.refused);
      if (req.headers['x-hold']) open.push(res);
      else res.end('taken');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const send = async (path: string, bytes: number, headers: Record<string, string> = {}) => {
    const req = request({ port, host: '127.0.0.1', path, method: 'POST', headers, agent: false });
    req.end(Buffer.alloc(bytes));
    const [res] = (await once(req, 'response')) as [AsyncIterable<Buffer>];
    let text = '';
    for await (const chunk of res) text += chunk.toString();
    return text;
  };
  return { send, open };
}

test('many addresses that send much take no memory without end, and keep out nobody who sends a little', async () => {
  const { send, open } = await holding(256 * KB);
  const held = ['/a', '/b', '/c', '/d'].map((path) => send(path, 64 * KB, { 'x-hold': '1' }));
  await expect.poll(() => open.length).toBe(4);
  expect(await send('/e', 64 * KB)).toBe('too_much');
  expect(await send('/e', 1 * KB)).toBe('taken');
  expect(await send('/crew', 64 * KB)).toBe('taken');
  // What is answered makes room.
  for (const res of open) res.end('taken');
  expect(await Promise.all(held)).toEqual(['taken', 'taken', 'taken', 'taken']);
  expect(await send('/e', 64 * KB)).toBe('taken');
});
