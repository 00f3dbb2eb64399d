import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { watchHealth, waitFor } from './health';

it('finds a server that lives and does not answer, once, and only after it had served', async () => {
  let mute = true;
  const server = createServer((_req, res) => {
    if (!mute) res.end('ok');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  let asked = 0;
  server.on('request', () => (asked += 1));
  let found = 0;
  const end = watchHealth(`http://127.0.0.1:${port}/healthz`, () => (found += 1), {
    everyMs: 10,
    answerMs: 30,
  });
  const rounds = async (more: number) => {
    const until = asked + more;
    await waitFor('more rounds', () => Promise.resolve(asked >= until), 5_000);
  };
  await rounds(5);
  expect(found).toBe(0);
  mute = false;
  await rounds(3);
  mute = true;
  await rounds(8);
  expect(found).toBe(1);
  end();

  // A server that refuses is not one that hangs.
  let refused = 0;
  const refusing = createServer((_req, res) => {
    refused += 1;
    if (refused % 2) res.writeHead(503).end();
    else res.destroy();
  }).listen(0, '127.0.0.1');
  await once(refusing, 'listening');
  const at = refusing.address();
  const url = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/trust`;
  let hung = 0;
  const stop = watchHealth(url, () => (hung += 1), { everyMs: 5, answerMs: 2_000, refusals: true });
  await waitFor('more refusals', () => Promise.resolve(refused >= 12), 5_000);
  expect(hung).toBe(0);
  stop();
  refusing.closeAllConnections();
  refusing.close();
  server.closeAllConnections();
  server.close();
});

it('waits for a process that starts, and finds one that hangs before it answered the watch', async () => {
  let pid: number | undefined = 1;
  let serves = true;
  let asked = 0;
  const server = createServer((_req, res) => {
    asked += 1;
    if (serves) res.end('ok');
    else res.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/healthz`;
  let found = 0;
  const end = watchHealth(url, () => (found += 1), { everyMs: 10, answerMs: 2_000, process: () => pid });
  await waitFor('an answer', () => Promise.resolve(asked >= 3), 5_000);
  serves = false;
  pid = undefined;
  const died = asked;
  await waitFor('more rounds', () => Promise.resolve(asked >= died + 8), 5_000);
  expect(found).toBe(0);
  pid = 2;
  await waitFor('it to be found', () => Promise.resolve(found === 1), 5_000);
  const replaced = asked;
  await waitFor('more rounds', () => Promise.resolve(asked >= replaced + 8), 5_000);
  expect(found).toBe(1);
  end();
  server.closeAllConnections();
  server.close();
});
