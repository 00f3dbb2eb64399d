import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiToken } from '../../app/domain/accounts/api-token';
import { connect, type Sql } from '../../db/connect';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import { type FaultProxy, startFaultProxy } from '../support/network/fault-proxy';
import { until } from '../support/time/until';
import { createProduction, type Production } from '../support/web/test-realtime';
import { startWeb, type WebProcess } from '../support/web/web-process';

/** Safety F6 and F7 as the crew meets them: cuts through a web process with a silent or slow database. */
let database: TestDatabase;
let proxy: FaultProxy;
let sql: Sql;
let production: Production;
let token: string;
let web: WebProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startFaultProxy({ port: Number(new URL(database.adminUrl).port) });
  sql = connect(database.webUrl, { max: 2 });
  production = await createProduction(database.adminUrl);
  await production.admin`update events set status = 'live' where id = ${production.eventId}`;
  token = (await createApiToken({ sql }, { name: 'Control desk' })).token;
  const through = new URL(database.webUrl);
  through.host = `127.0.0.1:${proxy.port}`;
  web = await startWeb(through.toString());
});
afterAll(async () => {
  await web?.close();
  await sql?.end({ timeout: 1 });
  await production?.admin.end({ timeout: 1 });
  await proxy?.close();
  await database?.drop();
});

/** A cut through the web process: its status, and how long its answer took. */
async function cut(slug = production.slug): Promise<{ status: number; ms: number }> {
  const begun = performance.now();
  const answer = await fetch(`${web.url}/api/v1/events/${slug}/cut`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ cameraId: null }),
    signal: AbortSignal.timeout(30_000),
  });
  await answer.arrayBuffer();
  return { status: answer.status, ms: performance.now() - begun };
}

test('F6: of a web process whose connections are dead one cut fails within 5 s, and the next is carried out', async () => {
  expect(await cut()).toMatchObject({ status: 200 });
  proxy.strand();
  const first = await cut();
  const second = await cut();
  console.info(
    `F6: the first cut ${first.status} after ${first.ms.toFixed(0)} ms, the next ${second.status} after ${second.ms.toFixed(0)}`,
  );
  expect(first.ms).toBeLessThan(5_000);
  expect(second).toMatchObject({ status: 200 });
  // It does not wait for another silent connection.
  expect(second.ms).toBeLessThan(first.ms);
});

/** Sorted times of so many cuts, one after the other; each is carried out. */
async function cuts(count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const { status, ms } = await cut();
    expect(status).toBe(200);
    times.push(ms);
  }
  return times.sort((a, b) => a - b);
}

test('F7: rows of six other events are locked and twenty connections sleep: no cut of this one waits for them', async () => {
  const quiet = await cuts(10);
  const others = await Promise.all([1, 2, 3, 4, 5, 6].map(() => createProduction(database.adminUrl)));
  const ids = others.map(({ eventId }) => eventId);
  await production.admin`update events set status = 'live' where id = any(${ids})`;
  const sleepers = connect(database.adminUrl, { max: 20, statementTimeoutMs: 60_000 });
  const sleeping = Promise.allSettled(Array.from({ length: 20 }, () => sleepers`select pg_sleep(60)`));
  let unlock: () => void = () => undefined;
  const locked = new Promise<void>((resolve) => (unlock = resolve));
  let held: () => void = () => undefined;
  const holding = new Promise<void>((resolve) => (held = resolve));
  const lock = production.admin.begin(async (tx) => {
    await tx`set local idle_in_transaction_session_timeout = 0`;
    await tx`select 1 from events where id = any(${ids}) for update`;
    held();
    await locked;
  });
  let over = false;
  try {
    await holding;
    // Each of three directors tries again as soon as the last try was refused.
    const refused = new Map<string, number>();
    const tries = others.flatMap(({ slug }) =>
      [1, 2, 3].map(async () => {
        while (!over) refused.set(slug, (await cut(slug)).status);
      }),
    );
    await until('a command of each to be refused', () => refused.size === ids.length);
    expect([...new Set(refused.values())]).toEqual([503]);
    let most = 0;
    const watching = (async () => {
      while (!over) most = Math.max(most, await waiting());
    })();
    const times = await cuts(20);
    over = true;
    await watching;
    unlock();
    await Promise.allSettled(tries);
    const [p50, p95] = [times[9] ?? Infinity, times[18] ?? Infinity];
    console.info(
      `F7: cuts p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms; quiet ${quiet[4]?.toFixed(0)}`,
    );
    // However many press for however many events, one of the pool's connections waits for rows.
    expect(most).toBe(1);
    expect(p95).toBeLessThan(Math.max(500, 4 * (quiet[9] ?? 0)));
    for (const { slug } of others) expect(await cut(slug)).toMatchObject({ status: 200 });
  } finally {
    over = true;
    unlock();
    await lock;
    await sleepers.end({ timeout: 0 });
    await sleeping;
    for (const { admin } of others) await admin.end({ timeout: 1 });
  }
});

/** Commands that wait for a row. */
async function waiting(): Promise<number> {
  const rows = await production.admin`
    select 1 from pg_stat_activity
    where datname = current_database() and application_name = 'touchline-command' and wait_event_type = 'Lock'`;
  return rows.length;
}
