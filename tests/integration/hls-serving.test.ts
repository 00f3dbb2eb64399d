import { once } from 'node:events';
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Router } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWebApp } from '../../app/http/web-app';
import { asAdmin, call, makeEvent, makeToken } from '../support/api/call';
import { pagesOfEcho } from '../support/api/server-build';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { lasts } from '../support/time/pace';

const SEGMENT = '0-0123456789ab.ts';
const PLAYLIST = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.000,\n${SEGMENT}\n`;

let services: TestServices;
let token: string;
let server: Server;
let port: number;

beforeAll(async () => {
  services = await createTestServices();
  await mkdir(join(services.env.dataDir, 'client/assets'), { recursive: true });
  token = await makeToken(services);
  const app = createWebApp({
    services,
    pages: pagesOfEcho(join(services.env.dataDir, 'client')),
    probes: Router(),
    presence: Router(),
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  await writeFile(join(services.env.dataDir, 'secrets.key'), 'not for anyone');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await services.close();
});

/** As it is: `fetch` would tidy up the dots of an address. */
function get(
  path: string,
  method = 'GET',
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          headers: answer.headers,
        }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** An event on the air with a stream on the disk. */
async function onAir(slug: string): Promise<{ id: string; slug: string; folder: string }> {
  const event = await makeEvent(services, token, { slug });
  const started = await call(services, 'POST', `/api/v1/events/${slug}/start`, { token, body: {} });
  expect(started.status).toBe(200);
  const [row] = await asAdmin(
    services,
    (sql) => sql<{ id: string }[]>`select stream_id as id from events where slug = ${slug}`,
  );
  const folder = join(services.env.dataDir, 'hls', event.id, row?.id ?? '');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'live.m3u8'), PLAYLIST);
  await writeFile(join(folder, SEGMENT), `picture of ${slug}`);
  await writeFile(join(folder, 'notes.txt'), 'not a segment');
  return { id: event.id, slug, folder };
}

test('playlist and segments of an event on the air, each cached as long as it may be', async () => {
  await onAir('cup');
  const playlist = await get('/hls/cup/live.m3u8');
  expect([playlist.status, playlist.body]).toEqual([200, PLAYLIST]);
  expect(playlist.headers).toMatchObject({
    'content-type': 'application/vnd.apple.mpegurl; charset=utf-8',
    'cache-control': 'public, max-age=1',
    'x-content-type-options': 'nosniff',
  });
  const segment = await get(`/hls/cup/${SEGMENT}`);
  expect([segment.status, segment.body]).toEqual([200, 'picture of cup']);
  expect(segment.headers).toMatchObject({
    'content-type': 'video/mp2t',
    'cache-control': 'public, max-age=3600, immutable',
  });
  expect(await get(`/hls/cup/${SEGMENT}`, 'HEAD')).toMatchObject({ status: 200, body: '' });
});

test('before it is on the air, and of a draft, there is nothing, and nothing tells the two apart', async () => {
  await makeEvent(services, token, { slug: 'soon' });
  await makeEvent(services, token, { slug: 'draft' });
  await asAdmin(services, (sql) => sql`update events set status = 'draft' where slug = 'draft'`);
  const answers = await Promise.all(
    ['/hls/soon/live.m3u8', '/hls/draft/live.m3u8', '/hls/nothing/live.m3u8', `/hls/draft/${SEGMENT}`].map(
      (path) => get(path),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  expect(answers[0]?.headers['cache-control']).toBe('no-store');
});

test('T21: an address names a segment of this stream or nothing', async () => {
  const mine = await onAir('mine');
  const other = await onAir('other');
  await writeFile(join(other.folder, '7-0123456789ab.ts'), 'of another event');
  for (const name of [
    '../../../../secrets.key',
    '..%2f..%2f..%2f..%2fsecrets.key',
    '%2e%2e%2f%2e%2e%2fsecrets.key',
    '..%5c..%5csecrets.key',
    'notes.txt',
    'live.m3u8%00.ts',
    `..%2f${SEGMENT}`,
    `%2e/${SEGMENT}`,
    '7-0123456789ab.ts',
    '0-0123456789AB.ts',
    '0-0123456789ab.ts%0a',
    'live.m3u8.0123456789ab',
    `../../${other.id}/${SEGMENT}`,
  ]) {
    const answer = await get(`/hls/mine/${name}`);
    expect([name, answer.status]).toEqual([name, 404]);
    expect(answer.body).not.toMatch(/not for anyone|not a segment|of another event/);
  }
  expect((await get(`/hls/..%2f${mine.slug}/live.m3u8`)).status).toBe(404);
  expect((await get('/hls/mine/%ff')).status).toBe(400);
});

test('an event that was ended while its engine was dead has an end all the same', async () => {
  const { folder } = await onAir('short');
  await call(services, 'POST', '/api/v1/events/short/stop', { token, body: {} });
  const read = async () => (await get('/hls/short/live.m3u8')).body;
  // The engine may still be writing its last segment.
  expect(await read()).toBe(PLAYLIST);
  const before = new Date(Date.now() - 60_000);
  await utimes(join(folder, 'live.m3u8'), before, before);
  await lasts('a reading that was kept', 600);
  expect(await read()).toBe(`${PLAYLIST}#EXT-X-ENDLIST\n`);
  expect(await readFile(join(folder, 'live.m3u8'), 'utf8')).toBe(PLAYLIST);
});

test('a hundred viewers at once cost one read', async () => {
  const { folder } = await onAir('full');
  await get('/hls/full/live.m3u8');
  await writeFile(join(folder, 'live.m3u8'), 'changed');
  const answers = await Promise.all(Array.from({ length: 100 }, () => get('/hls/full/live.m3u8')));
  expect(new Set(answers.map(({ body }) => body))).toEqual(new Set([PLAYLIST]));
});
