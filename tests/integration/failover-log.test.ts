import { hostname } from 'node:os';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { Leases } from '../../engine/leases';
import { FailoverLog } from '../../engine/state/failover-log';
import { type FailoverReport, EngineStore } from '../../engine/state/engine-store';
import { call, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** Decisions of the ladder on their way to a real database, with a director who decides meanwhile. */
let services: TestServices;
let token: string;
let event: Awaited<ReturnType<typeof makeEvent>>;
let sql: Sql;
let report: EngineStore;
let a: string;
let b: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  event = await makeEvent(services, token);
  a = (await makeCamera(services, token, event, { label: 'A' })).id;
  b = (await makeCamera(services, token, event, { label: 'B' })).id;
  sql = connect(services.database.engineUrl, { max: 2 });
  const leases = new Leases(sql, { worker: 'test', host: hostname(), pid: process.pid });
  const lease = await leases.take(event.id);
  if (!lease) throw new Error('the event is held by somebody else');
  report = new EngineStore(sql, services.doorbell, lease);
});
afterAll(async () => {
  await sql.end();
  await services.close();
});

let seen = 0;
let log: FailoverLog;
beforeEach(async () => {
  seen = (await cut(a)).seq;
  log = new FailoverLog(report);
});

async function cut(cameraId: string) {
  const { json } = await call(services, 'POST', `/api/v1/events/${event.slug}/cut`, {
    token,
    body: { cameraId },
  });
  return json;
}
const onAir = async () =>
  (await call(services, 'GET', `/api/v1/events/${event.slug}`, { token })).json.program.onAir;
/** The rows since the cut of this test, oldest first. */
async function rows() {
  const path = `/api/v1/events/${event.slug}/switches?limit=500`;
  const all: { seq: number; from: string | null; to: string | null; source: string }[] = (
    await call(services, 'GET', path, { token })
  ).json.rows;
  return all
    .filter(({ seq }) => seq > seen)
    .map(({ from, to, source }) => ({ from, to, source }))
    .reverse();
}
const change = (from: string | null, to: string | null): FailoverReport => ({
  from,
  to,
  scene: { layout: 'single', cells: [to], options: {} },
  by: 'ladder',
  seenSeq: seen,
  text: 'so',
});

test('a camera that is back before the engine hears of its own row is on air for the log, too', async () => {
  log.add(change(a, null));
  await log.write();
  log.add(change(null, a));
  await log.write();
  log.add(change(a, b));
  await log.write();
  expect(await onAir()).toBe(b);
  expect(await rows()).toEqual([
    { from: a, to: null, source: 'failover' },
    { from: null, to: a, source: 'failover' },
    { from: a, to: b, source: 'failover' },
  ]);
});

test('likewise while that row is still being written', async () => {
  log.add(change(a, null));
  const first = log.write();
  await new Promise(setImmediate);
  log.add(change(null, a));
  await Promise.all([first, log.write()]);
  expect(await onAir()).toBe(a);
  expect((await rows()).map(({ to }) => to)).toEqual([null, a]);
});

test('what the director decides in between wins', async () => {
  log.add(change(a, null));
  await log.write();
  await cut(b);
  log.add(change(null, a));
  await log.write();
  expect(await onAir()).toBe(b);
  expect((await rows()).map(({ source }) => source)).toEqual(['failover', 'api']);
});

test('while the database is away decisions become one, from where the first began', async () => {
  let there = false;
  const back = new FailoverLog({
    failover: (one) => (there ? report.failover(one) : Promise.reject(new Error('away'))),
  });
  back.add(change(a, null));
  await expect(back.write()).rejects.toThrow('away');
  back.add(change(null, b));
  await expect(back.write()).rejects.toThrow('away');
  there = true;
  await back.write();
  expect(await rows()).toEqual([{ from: a, to: b, source: 'failover' }]);
  // One that undoes the other leaves nothing to report.
  there = false;
  const undone = change(b, null);
  back.add(undone);
  await expect(back.write()).rejects.toThrow('away');
  back.add({ ...undone, from: null, to: b });
  there = true;
  await back.write();
  expect(await rows()).toHaveLength(1);
});
