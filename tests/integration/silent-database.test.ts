import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { Doorbell } from '../../db/doorbell';
import { listen } from '../../db/listen';
import { ownCertificate } from '../../supervisor/authority';
import { Worker } from '../../engine/worker';
import { type FaultProxy, startFaultProxy } from '../support/network/fault-proxy';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import { until } from '../support/time/until';
import { createProduction, type Production, SECRETS } from '../support/web/test-realtime';

/**
 * Safety F6: a database whose host takes everything and says nothing. TCP alone would wait for 15 minutes.
 */
let database: TestDatabase;
let proxy: FaultProxy;
let sql: Sql;
let production: Production;

/** The same login, through the network of the test. */
function throughProxy(url: string, port = proxy.port): string {
  const through = new URL(url);
  through.host = `127.0.0.1:${port}`;
  return through.toString();
}

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startFaultProxy({ port: Number(new URL(database.adminUrl).port) });
  sql = connect(database.webUrl, { max: 2 });
  production = await createProduction(database.adminUrl);
  await production.admin`update events set status = 'live' where id = ${production.eventId}`;
});
beforeEach(() => proxy.pass());
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await production?.admin.end({ timeout: 1 });
  await proxy?.close();
  await database?.drop();
});

const SILENT = 'The database does not answer.';

test('F6: a statement that is not answered fails within 5 s, and the next one goes over a new connection', async () => {
  const pool = connect(throughProxy(database.engineUrl), { max: 2 });
  await Promise.all([pool`select pg_sleep(0.1)`, pool`select pg_sleep(0.1)`]);
  proxy.strand();
  const begun = performance.now();
  await expect(pool`select 1`).rejects.toThrow(SILENT);
  const tookMs = performance.now() - begun;
  // The other connection is as dead, and nobody has to wait for it to find out.
  await pool`select 1`;
  console.info(
    `F6: a statement failed after ${tookMs.toFixed(0)} ms, the next took ${(performance.now() - begun - tookMs).toFixed(0)}`,
  );
  expect(tookMs).toBeLessThan(5_000);
  await pool.end({ timeout: 1 });
});

test('F6: so does a transaction by TLS; one that only waits between its statements goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'touchline-tls-'));
  const tls = await ownCertificate(folder, ['localhost', '127.0.0.1']);
  const secure = await startFaultProxy({ port: Number(new URL(database.adminUrl).port) }, tls);
  const pool = connect(
    `${throughProxy(database.engineUrl, secure.port)}?sslmode=require&sslnegotiation=direct`,
    { max: 1 },
  );
  try {
    const waited = await pool.begin(async (tx) => {
      await tx`select 1`;
      // Longer than any answer is waited for.
      await connectionRests();
      return tx`select 2 as answer`;
    });
    expect(waited[0]).toEqual({ answer: 2 });
    secure.strand();
    await expect(pool.begin((tx) => tx`select 1`)).rejects.toThrow(SILENT);
    expect(await pool`select 3 as answer`).toEqual([{ answer: 3 }]);
  } finally {
    await pool.end({ timeout: 1 });
    await secure.close();
    await rm(folder, { recursive: true, force: true });
  }
});

const connectionRests = () =>
  sql`select pg_sleep(1.9)`.then(() => sql`select pg_sleep(1.9)`).then(() => sql`select pg_sleep(1)`);

test('F6: a doorbell whose connection is dead is heard again within 5 s', async () => {
  let listening = 0;
  const rung: number[] = [];
  const listener = listen(throughProxy(database.webUrl), {
    onRing: ({ seq }) => rung.push(seq),
    onListening: () => (listening += 1),
  });
  const bell = new Doorbell(database.webUrl);
  await until('the first LISTEN', () => listening === 1);
  proxy.strand();
  const begun = performance.now();
  await until('the next LISTEN', () => listening === 2, { timeoutMs: 5_000, everyMs: 10 });
  console.info(`F6: LISTEN is back ${(performance.now() - begun).toFixed(0)} ms after the connection died`);
  bell.ring(production.eventId, 4_711);
  await until('its ring', () => rung.includes(4_711), { timeoutMs: 1_000 });
  await Promise.all([listener.close(), bell.close()]);
});

test('F6: an engine whose connections are dead renews its lease again within 8 s, and keeps it', async () => {
  const pool = connect(throughProxy(database.engineUrl), { max: 6 });
  const doorbell = new Doorbell(throughProxy(database.engineUrl));
  let suspended = 0;
  const worker = new Worker({
    sql: pool,
    doorbell,
    secrets: SECRETS,
    log: pino({ level: 'silent' }),
    maxEvents: 1,
    alone: true,
    start: () =>
      Promise.resolve({
        update: () => undefined,
        report: () => Promise.resolve(),
        stats: () => ({ frames: 0, fps: 30, headroom: 1, status: 'running' as const }),
        suspend: () => void (suspended += 1),
        resume: () => undefined,
        stop: () => Promise.resolve(),
      }),
  });
  const lease = async () => {
    const [row] = await production.admin<{ counter: number; fence: number }[]>`
      select counter, fence from engine_leases where event_id = ${production.eventId}`;
    return row ?? { counter: 0, fence: 0 };
  };
  worker.start();
  try {
    await until('renewals', async () => (await lease()).counter > 2);
    proxy.strand();
    const before = await lease();
    const begun = performance.now();
    await until('the next renewal', async () => (await lease()).counter > before.counter + 1, {
      timeoutMs: 8_000,
    });
    console.info(`F6: the engine renews again after ${(performance.now() - begun).toFixed(0)} ms`);
    expect((await lease()).fence).toBe(before.fence);
    expect(suspended).toBe(0);
  } finally {
    await worker.stop();
    await doorbell.close();
    await pool.end({ timeout: 1 });
  }
});
