import { afterAll, beforeAll, expect, test } from 'vitest';
import { followClock } from '../../app/domain/clock-steps';
import { connect, type Sql } from '../../db/connect';
import { purpose, withClaims } from '../../db/claims';
import { readWantedEvents } from '../../db/queries/leases';
import { countViewers } from '../../db/queries/presence';
import { asAdmin, call, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

/**
 * F24: a clock that is set in mid-show. That of this machine cannot be set by a test, so what is written of
 * it is: a difference that was an hour less is a clock that was set forward by an hour since.
 */
const HOUR_MS = 3_600_000;

let services: TestServices;
let admin: Sql;
let token: string;
let slug: string;
let id: string;
let over: string;

beforeAll(async () => {
  services = await createTestServices();
  admin = connect(services.database.adminUrl, { max: 1 });
  token = await makeToken(services);
  const event = await makeEvent(services, token);
  [slug, id] = [event.slug, event.id];
  over = await makeRun('over');
  await api('POST', '/stop');
  const { id: cameraId } = await makeCamera(services, token, event, { label: 'Main' });
  slug = event.slug;
  await api('POST', '/start');
  await api('POST', '/cut', { cameraId });
  await api('PUT', '/score', { home: { name: 'TSV Nord' }, away: { name: 'SC Hafen' } });
  await api('PATCH', '/score', { period: 'first-half', clock: { running: true } });
  await api('POST', '/score/points', { side: 'home', delta: 1 });
  await admin`insert into output_status (event_id, output, state) values (${id}, 'recording', 'live')`;
  const [stream] = await admin<{ id: string }[]>`select id from streams where event_id = ${id}`;
  await admin`insert into recordings (event_id, stream_id, part, file) values (${id}, ${stream?.id ?? ''}, 1, 'x')`;
  await admin`insert into stream_samples (stream_id, event_id, page, embed) values (${stream?.id ?? ''}, ${id}, 3, 0)`;
  expect(await moves()).toBe(false);
});
afterAll(async () => {
  await admin?.end();
  await services?.close();
});

async function api(method: string, path: string, body?: unknown) {
  const answer = await call(services, method, `/api/v1/events/${slug}${path}`, { token, body });
  expect([path, answer.status < 300 || answer.text]).toEqual([path, true]);
  return answer.json;
}

/** An event that was on the air once. */
async function makeRun(name: string): Promise<string> {
  const event = await makeEvent(services, token, { slug: name });
  slug = event.slug;
  await api('POST', '/start');
  return event.id;
}

/** Every time of an event that something is counted from, ms. */
async function times(eventId: string): Promise<Record<string, number>> {
  const rows = await admin<{ name: string; ms: number }[]>`
    select name, extract(epoch from at)::float8 * 1000 as ms from (
      select 'stream' as name, started_at as at from streams where event_id = ${eventId}
      union all select 'cut', at from switch_logs where event_id = ${eventId}
      union all select 'log ' || id, at from event_log where event_id = ${eventId}
      union all select 'score', clock_started_at from scores where event_id = ${eventId}
      union all select 'point', at from score_changes where event_id = ${eventId}
      union all select 'output', since from output_status where event_id = ${eventId}
      union all select 'uptime', at from output_changes where event_id = ${eventId}
      union all select 'camera', connection_since from cameras where event_id = ${eventId}
      union all select 'recording', started_at from recordings where event_id = ${eventId}
      union all select 'viewers', at from stream_samples where event_id = ${eventId}) t order by name`;
  return Object.fromEntries(rows.map(({ name, ms }) => [name, ms]));
}

/** Whether a process that looks at the clock moves times. */
const moves = async (by: Parameters<typeof followClock>[0] = services) => (await followClock(by))?.moved;

const setForward = (ms: number) =>
  asAdmin(services, (sql) => sql`update machine_clock set database_ms = database_ms - ${ms}`);

function movedBy(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(before).map(([name, ms]) => [name, Math.round(((after[name] ?? NaN) - ms) / 1000)]),
  );
}

const all = (before: Record<string, number>, seconds: number) =>
  Object.fromEntries(Object.keys(before).map((name) => [name, seconds]));

test.each([
  ['forward', HOUR_MS],
  ['back', -2 * HOUR_MS],
])('a clock that is set %s moves the times of what is under way, once for all processes', async (_, ms) => {
  const [before, past] = [await times(id), await times(over)];
  expect(Object.keys(before).length).toBeGreaterThan(10);
  const { seq } = await api('GET', '');
  await setForward(ms);
  const moved = await Promise.all([moves(), moves(services.another())]);
  expect(moved.filter(Boolean)).toHaveLength(1);
  expect(movedBy(before, await times(id))).toEqual(all(before, ms / 1000));
  expect(await times(over)).toEqual(past);
  // Every screen hears of it.
  expect((await api('GET', '')).seq).toBe(seq + 1);
  expect(await moves()).toBe(false);
});

test('less than a second is no step, and after a new start of the machine nothing is known', async () => {
  const before = await times(id);
  await setForward(700);
  expect(await moves()).toBe(false);
  await asAdmin(services, (sql) => sql`update machine_clock set machine = 'before', database_ms = 0`);
  expect(await moves()).toBe(false);
  expect(await times(id)).toEqual(before);
  expect(await moves()).toBe(false);
});

test('a clock that is set back makes no limit endless, and keeps neither viewers nor an engine', async () => {
  const engine = connect(services.database.engineUrl, { max: 1 });
  const event = await makeEvent(services, token);
  await makeCamera(services, token, event, { label: 'Goal' });
  const guess = () => call(services, 'POST', '/api/join/check', { body: { code: 'AAAAAAAA' } });
  const wanted = async () =>
    (await withClaims(engine, { kind: 'engine' }, readWantedEvents)).some(({ id: one }) => one === event.id);
  const viewers = async () => {
    const counted = await withClaims(services.sql, purpose('presence'), (tx) =>
      countViewers(tx, [event.id], 10),
    );
    return counted.get(event.id)?.page ?? 0;
  };
  try {
    await admin`insert into presence_processes (process_id) values ('dead')`;
    await admin`
      insert into presence_viewers (event_id, viewer, process_id, address, socket, embed)
      values (${event.id}, 'v', 'dead', 'a', true, false)`;
    await guess();
    await admin`update rate_limits set hits = 1000`;
    expect([(await guess()).status, await wanted(), await viewers()]).toEqual([429, true, 1]);
    await admin`update rate_limits set window_start = now() + interval '1 hour'`;
    await admin`update presence_processes set seen_at = now() + interval '1 hour' where process_id = 'dead'`;
    await admin`update cameras set seen_at = now() + interval '1 hour' where event_id = ${event.id}`;
    expect([(await guess()).status, await wanted(), await viewers()]).toEqual([404, false, 0]);
  } finally {
    await engine.end();
  }
});
