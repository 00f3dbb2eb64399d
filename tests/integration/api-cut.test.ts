import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLink } from '../../app/domain/crew/crew-links';
import type { Services } from '../../app/services';
import { connect, type Sql } from '../../db/connect';
import { Doorbell } from '../../db/doorbell';
import {
  asAdmin,
  call,
  type CallOptions,
  makeCamera,
  makeEvent,
  makeSession,
  makeToken,
  names,
} from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { watchTransactions, type WatchedDatabase } from '../support/database/transactions';

let services: TestServices;
let token: string;
let event: Awaited<ReturnType<typeof makeEvent>>;
let a: string;
let b: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  event = await makeEvent(services, token);
  a = (await makeCamera(services, token, event, { label: 'A' })).id;
  b = (await makeCamera(services, token, event, { label: 'B' })).id;
});
afterAll(() => services.close());

const cut = (body: unknown, cookies?: Record<string, string>) =>
  call(services, 'POST', `/api/v1/events/${event.slug}/cut`, cookies ? { cookies, body } : { token, body });
const state = async () => (await call(services, 'GET', `/api/v1/events/${event.slug}`, { token })).json;
const switches = async () =>
  (await call(services, 'GET', `/api/v1/events/${event.slug}/switches?limit=500`, { token })).json.rows;

test('a cut is one row, one seq and one update', async () => {
  const before = await state();
  const { json } = await cut({ cameraId: a });
  expect(json).toEqual({ seq: before.seq + 1 });
  expect((await state()).program).toEqual({
    seq: json.seq,
    onAir: a,
    preview: null,
    layout: 'single',
    cells: [a],
    options: {},
    faded: false,
  });
  expect((await switches())[0]).toMatchObject({
    seq: json.seq,
    from: null,
    to: a,
    transition: 'cut',
    source: 'api',
    actor: 'Control desk',
  });
  const updates = await asAdmin(
    services,
    (sql) => sql`select topics from event_updates where event_id = ${event.id} and seq = ${json.seq}`,
  );
  expect(updates).toMatchObject([{ topics: ['program', 'log'] }]);
});

test('null is the slate', async () => {
  await cut({ cameraId: a });
  const { json } = await cut({ cameraId: null });
  expect((await state()).program).toMatchObject({ seq: json.seq, onAir: null });
  expect((await switches())[0]).toMatchObject({ kind: 'slate', from: a, to: null });
});

test('the same requestId twice, and twenty times at once, has one effect and one answer', async () => {
  const first = await cut({ cameraId: a, requestId: 'r-1' });
  await cut({ cameraId: b });
  const again = await cut({ cameraId: a, requestId: 'r-1', seenSeq: 0 });
  expect([again.status, again.json]).toEqual([200, first.json]);
  expect((await state()).program.onAir).toBe(b);

  const burst = await Promise.all(Array.from({ length: 20 }, () => cut({ cameraId: a, requestId: 'r-2' })));
  expect(new Set(burst.map(({ text }) => text)).size).toBe(1);
  expect((await switches()).filter(({ requestId }) => requestId === 'r-2')).toHaveLength(1);
});

test('of ten directors who saw the same, one cuts and nine learn who did (F15)', async () => {
  const seenSeq = (await state()).program.seq;
  const tries = await Promise.all(
    Array.from({ length: 10 }, (_, i) => cut({ cameraId: i % 2 ? a : b, seenSeq })),
  );
  expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
  const stale = tries.filter(({ status }) => status === 409);
  expect(stale).toHaveLength(9);
  const { program } = await state();
  for (const { json } of stale) {
    expect(json.error).toMatchObject({ code: 'stale', changedBy: 'Control desk', program });
  }
});

test('200 cuts at once from two web processes have one order everywhere', async () => {
  const other = services.another();
  const before = (await switches()).length;
  const results = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      call(i % 2 ? other : services, 'POST', `/api/v1/events/${event.slug}/cut`, {
        token,
        body: { cameraId: i % 3 ? a : b, requestId: `many-${i}` },
      }),
    ),
  );
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(results.map(({ json }) => json.seq)).size).toBe(200);
  const rows = await asAdmin(
    services,
    (sql) => sql<{ seq: number; from: string | null; to: string | null }[]>`
      select seq, from_camera as "from", to_camera as "to" from switch_logs where event_id = ${event.id} order by id`,
  );
  expect(rows).toHaveLength(before + 200);
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq).sort((x, y) => x - y));
  // The fold of the rows: each begins where the one before it ended, and the last is on the air.
  for (const [i, row] of rows.slice(1).entries()) expect(row.from).toBe(rows[i]?.to);
  expect((await state()).program).toMatchObject({ seq: rows.at(-1)?.seq, onAir: rows.at(-1)?.to });
});

test('only an admitted camera of this event is cut to', async () => {
  const waiting = await makeCamera(services, token, event, { wait: true });
  const elsewhere = await makeEvent(services, token);
  const foreign = await makeCamera(services, token, elsewhere);
  const before = await state();
  const refused = [
    await cut({ cameraId: waiting.id }),
    await cut({ cameraId: foreign.id }),
    await cut({ cameraId: '00000000-0000-4000-8000-000000000000' }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([409, 404, 404]);
  expect(await state()).toEqual(before);
});

test('the preview makes nobody’s cut stale, fade does', async () => {
  const seenSeq = (await state()).program.seq;
  const program = (body: unknown) =>
    call(services, 'POST', `/api/v1/events/${event.slug}/program`, { token, body });
  const preview = await program({ preview: b });
  expect((await state()).program).toMatchObject({ preview: b, seq: seenSeq });
  expect((await state()).seq).toBe(preview.json.seq);
  expect((await cut({ cameraId: a, seenSeq })).status).toBe(200);
  const faded = await program({ faded: true, requestId: 'fade-1' });
  expect((await program({ faded: true, requestId: 'fade-1' })).json).toEqual(faded.json);
  expect((await state()).program).toMatchObject({ faded: true, seq: faded.json.seq });
  expect((await switches())[0]).toMatchObject({ kind: 'fade', seq: faded.json.seq });
  expect((await program({ faded: false })).status).toBe(200);
});

test('a removed camera leaves the program in the same moment', async () => {
  const camera = await makeCamera(services, token, event);
  await cut({ cameraId: camera.id });
  await call(services, 'POST', `/api/v1/events/${event.slug}/cameras/${camera.id}`, {
    token,
    body: { state: 'removed' },
  });
  expect((await state()).program.onAir).toBeNull();
  expect((await switches())[0]).toMatchObject({ kind: 'slate', from: camera.id, to: null });
  expect((await cut({ cameraId: camera.id })).status).toBe(409);
});

test('a director by link cuts as director; an ended event is not cut', async () => {
  const other = await makeEvent(services, token);
  const camera = await makeCamera(services, token, other);
  const opened = await openLink(services, other.directorUrl.split('/crew/')[1] ?? '', '203.0.113.1');
  const cookies = { [names.crew(other.slug)]: opened.sessionToken };
  const path = `/api/v1/events/${other.slug}`;
  const done = await call(services, 'POST', `${path}/cut`, { cookies, body: { cameraId: camera.id } });
  expect(done.status).toBe(200);
  const log = await call(services, 'GET', `${path}/switches`, { cookies });
  expect(log.json.rows[0]).toMatchObject({ source: 'director', actor: 'Director' });
  await call(services, 'POST', `${path}/start`, { cookies });
  await call(services, 'POST', `${path}/stop`, { cookies });
  expect((await call(services, 'POST', `${path}/cut`, { cookies, body: { cameraId: null } })).status).toBe(
    409,
  );
});

describe('a cut makes one transaction to know who cuts, and one that cuts', () => {
  let watched: WatchedDatabase;
  let web: Services & Record<'sql' | 'commandSql', Sql>;
  beforeAll(async () => {
    watched = await watchTransactions(services.database.webUrl);
    web = {
      ...services,
      sql: connect(watched.url, { name: 'web' }),
      commandSql: connect(watched.url, { name: 'command' }),
      doorbell: new Doorbell(watched.url),
    };
  });
  afterAll(async () => {
    await Promise.all([web.sql.end(), web.commandSql.end(), web.doorbell.close()]);
    await watched.close();
  });

  const callers: [string, () => Promise<CallOptions>][] = [
    ['an API token', () => Promise.resolve({ token })],
    ['a session', async () => ({ cookies: await makeSession(services) })],
    [
      'a crew link',
      async () => {
        const opened = await openLink(services, event.directorUrl.split('/crew/')[1] ?? '', '203.0.113.1');
        return { cookies: { [names.crew(event.slug)]: opened.sessionToken } };
      },
    ],
  ];
  test.each(callers)('by %s', async (_, sign) => {
    const caller = await sign();
    for (const cameraId of [a, b]) {
      const { seq: seenSeq } = (await state()).program;
      watched.ended.length = 0;
      const body = { cameraId, seenSeq, requestId: randomUUID() };
      const { status } = await call(web, 'POST', `/api/v1/events/${event.slug}/cut`, { ...caller, body });
      expect(status).toBe(200);
      // The doorbell rings after the commit, on its own connection (docs/decisions/0001).
      const own = watched.ended.filter(({ connection }) => connection !== 'touchline-doorbell');
      // Both on the connections kept for commands: a slow page delays neither (F7).
      expect(own.map(({ connection, statements }) => [connection, statements.at(-1)])).toEqual([
        ['command', 'commit'],
        ['command', 'commit'],
      ]);
    }
  });
});

test('a cut rings the bell with the event and its seq, and nothing else', async () => {
  const { listen } = await import('../../db/listen');
  const rings: unknown[] = [];
  const heard = await new Promise<ReturnType<typeof listen>>((ready) => {
    const listener = listen(services.database.webUrl, {
      onRing: (ring) => rings.push(ring),
      onListening: () => ready(listener),
    });
  });
  const { json } = await cut({ cameraId: a });
  await expect.poll(() => rings).toContainEqual({ eventId: event.id, seq: json.seq });
  await heard.close();
});
