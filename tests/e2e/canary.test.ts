import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../db/connect';
import { adminUrl, readAccess } from '../../supervisor/postgres';
import { startRtmpReceiver, startSilentServer } from '../support/stations/rtmp-receiver';
import { freePort } from '../../supervisor/ports';
import { signIn } from '../support/api/sign-in';
import { startTouchline, type Touchline } from '../support/product/product';
import { until } from '../support/time/until';
import { lasts } from '../support/time/pace';

interface Destination {
  id: string;
  status: string;
}

/** Found anywhere but under seal, it is a leak. */
const CANARY = `CANARY-${randomBytes(8).toString('hex')}`;

let product: Touchline;
let folder: string;
const cleanups: (() => unknown)[] = [];

/** Pages with destinations on them, and by which route Remix asks for their data. */
const PAGES = [
  ['/events/canary', 'routes/events.$slug._index'],
  ['/events/canary/direct', 'routes/events.$slug.direct'],
  ['/events', 'routes/events._index'],
] as const;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-canary-'));
  product = await startTouchline();
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

test('T10: a key is created, edited, live, refused, hung up on and crashed with, and is nowhere to be read', async () => {
  const seen: string[] = [];
  const api = async <T>(method: string, path: string, body?: unknown) => {
    const answer = await product.api<T>(method, path, body);
    seen.push(JSON.stringify(answer.body));
    return answer;
  };
  const access = readAccess(product.dataDir);
  if (!access) throw new Error('no database');
  const admin = connect(adminUrl(access), { max: 2, statementTimeoutMs: 20_000 });
  cleanups.push(() => admin.end());
  const rings: string[] = [];
  await admin.listen('touchline', (payload) => rings.push(payload));

  await api('POST', '/api/v1/events', { title: 'Canary', slug: 'canary' });
  const at = '/api/v1/events/canary/destinations';
  const receiver = await startRtmpReceiver({ file: join(folder, 'got.flv'), key: `${CANARY}-live` });
  const silent = await startSilentServer();
  cleanups.push(
    () => receiver.kill(),
    () => silent.stop(),
  );
  const add = (label: string, plugin: string, url: string, more: object = {}) =>
    api<Destination>('POST', at, {
      plugin,
      label,
      settings: { url },
      streamKey: `${CANARY}-${label}`,
      ...more,
    });
  const live = await add('live', 'custom-rtmp', receiver.url);
  const edited = await add('edited', 'custom-rtmp', `rtmp://127.0.0.1:${await freePort()}/app`);
  await add('hung', 'custom-rtmp', silent.url);
  await add('srt', 'srt', `srt://127.0.0.1:${await freePort()}`, {
    secrets: { passphrase: `${CANARY}-pass` },
  });
  const refused = await api('POST', at, {
    plugin: 'youtube',
    label: 'x',
    settings: {},
    streamKey: `${CANARY} x`,
  });
  expect([live.status, edited.status, refused.status]).toEqual([201, 201, 400]);
  await api('PATCH', `${at}/${edited.body.id}`, { streamKey: `${CANARY}-edited-again` });

  const { body } = await product.api<{ ticket: string }>('POST', '/api/realtime/ticket', {
    audience: 'crew',
    slug: 'canary',
  });
  const socket = io(product.baseUrl, {
    transports: ['websocket'],
    extraHeaders: { Origin: product.baseUrl },
    auth: { ticket: body.ticket, seq: 0 },
  });
  cleanups.push(() => socket.close());
  const frames: string[] = [];
  socket.onAny((...message: unknown[]) => frames.push(JSON.stringify(message)));
  // As they come over the wire, before anything takes them apart.
  const wire: string[] = [];
  socket.io.on('open', () => socket.io.engine.on('packet', ({ data }) => wire.push(String(data))));

  // What a person's browser is sent: pages, and the JSON that Remix fetches when one goes from page to page.
  const cookie = await signIn(product);
  const pages: string[] = [];
  const openPages = async () => {
    for (const [path, route] of PAGES) {
      for (const query of ['', `?_data=${encodeURIComponent(route)}`]) {
        const answer = await fetch(product.baseUrl + path + query, { headers: { cookie } });
        expect([path + query, answer.status]).toEqual([path + query, 200]);
        pages.push(await answer.text());
      }
    }
  };
  await openPages();
  const tried = await api<{ ok: boolean }>('POST', `${at}/${edited.body.id}/test`, { pictures: true });
  expect(tried.body.ok).toBe(false);

  await api('POST', '/api/v1/events/canary/start');
  const statuses = async () =>
    Object.fromEntries(
      (await api<(Destination & { label: string })[]>('GET', at)).body.map(({ label, status }) => [
        label,
        status,
      ]),
    );
  const arguments_ = () => seen.push(...product.processes('').map(({ command }) => command));
  await until('it to be live', async () => (await statuses()).live === 'live', { timeoutMs: 60_000 });
  await until(
    'the others to fail',
    async () => {
      arguments_();
      const { edited: one, hung, srt } = await statuses();
      return [one, hung, srt].every((status) => status === 'reconnecting' || status === 'failed');
    },
    { timeoutMs: 30_000 },
  );
  await openPages();
  // The engine crashes, and another one continues with the same keys.
  const engine = product.processes('engine')[0];
  if (!engine) throw new Error('no engine');
  process.kill(engine.pid, 'SIGKILL');
  await until('it to be back', async () => {
    arguments_();
    return product.processes('engine').some(({ pid }) => pid !== engine.pid);
  });
  await lasts('the new engine at work', 4_000);
  await api('GET', '/api/v1/events/canary');
  await api('GET', '/api/v1/events/canary/log');
  for (const path of ['/watch/canary', '/hls/canary/live.m3u8', '/metrics', '/readyz'])
    seen.push(await (await fetch(product.baseUrl + path)).text());
  await api('POST', '/api/v1/events/canary/stop');

  const tables = await admin<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public'`;
  const rows: string[] = [];
  for (const { name } of tables) rows.push(JSON.stringify(await admin`select t::text from ${admin(name)} t`));
  const logs = join(product.dataDir, 'logs');
  const written = await Promise.all((await readdir(logs)).map((file) => readFile(join(logs, file), 'utf8')));

  expect(frames.length).toBeGreaterThan(3);
  expect(wire.length).toBeGreaterThan(3);
  expect(pages.join('').length).toBeGreaterThan(20_000);
  // The pages were those of this event, with its destinations on them.
  expect(pages.filter((page) => page.includes('"edited"')).length).toBeGreaterThan(3);
  expect(rings.length).toBeGreaterThan(3);
  expect(rows.join('').length).toBeGreaterThan(1_000);
  expect(written.join('').length).toBeGreaterThan(1_000);
  const places = {
    answers: seen,
    pages,
    frames,
    wire,
    rings,
    tables: rows,
    logs: written,
    terminal: [product.output()],
  };
  const hidden = new RegExp(`${CANARY}|${encodeURIComponent(CANARY)}|${Buffer.from(CANARY).toString('hex')}`);
  for (const [place, texts] of Object.entries(places))
    expect([place, texts.filter((text) => hidden.test(text)).length]).toEqual([place, 0]);
});
