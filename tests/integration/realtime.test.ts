import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Audience } from '../../contract/vocabulary';
import { countPoint, nameSides, progress } from '../../app/domain/score';
import { Doorbell } from '../../db/doorbell';
import { connect, type Sql } from '../../db/connect';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import {
  cameraTicket,
  createProduction,
  crewTicket,
  type Production,
  startRealtime,
  TestClient,
  viewerTicket,
} from '../support/web/test-realtime';
import { holds } from '../support/time/pace';

/** Two web processes' worth of realtime on one database. */
let database: TestDatabase;
let web: Sql;
let doorbell: Doorbell;
let one: Awaited<ReturnType<typeof startRealtime>>;
let two: Awaited<ReturnType<typeof startRealtime>>;
let production: Production;
const clients: { close(): void }[] = [];

function client<A extends Audience>(made: TestClient<A>): TestClient<A> {
  clients.push(made);
  return made;
}

beforeAll(async () => {
  database = await createTestDatabase();
  web = connect(database.webUrl, { max: 4 });
  doorbell = new Doorbell(database.webUrl);
  production = await createProduction(database.adminUrl);
  [one, two] = await Promise.all([startRealtime(database.webUrl), startRealtime(database.webUrl)]);
});
afterEach(() => {
  for (const open of clients.splice(0)) open.close();
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await doorbell.close();
  await web.end();
  await production.admin.end();
  await database.drop();
});

test('a client gets the snapshot and then each change in order', async () => {
  const crew = client(new TestClient<'crew'>(one.url, await crewTicket(web, production)));
  await crew.until(({ snapshots }) => snapshots === 1);
  expect(crew.chain.state?.event).toMatchObject({
    slug: production.slug,
    title: 'Cup final',
    status: 'ready',
  });
  expect(crew.chain.state?.cameras.map(({ number }) => number)).toEqual([1, 2]);
  const [first, second] = production.cameras;
  const seqs = [];
  for (const camera of [first, second, null]) {
    const seq = await production.cut(camera);
    doorbell.ring(production.eventId, seq);
    seqs.push(seq);
    await crew.until(({ chain }) => chain.seq === seq);
  }
  expect(crew.seqs.slice(1)).toEqual(seqs);
  expect(crew.chain.state?.program).toMatchObject({ onAir: null, seq: seqs[2] });
  expect(crew.chain.state?.log[0]?.text).toBe('Slate on the air by Anna.');
  expect(crew.resumes).toBe(0);
});

test('both processes deliver, and every audience sees its own part only', async () => {
  const crews = await Promise.all(
    [one, two].map(async ({ url }) => client(new TestClient<'crew'>(url, await crewTicket(web, production)))),
  );
  const viewer = client(new TestClient<'public'>(two.url, viewerTicket(production.eventId)));
  const phone = client(new TestClient<'camera'>(two.url, await cameraTicket(web, production, 0)));
  for (const each of [...crews, viewer, phone]) await each.until(({ snapshots }) => snapshots === 1);

  const seq = await production.cut(production.cameras[0]);
  doorbell.ring(production.eventId, seq);
  for (const crew of crews) await crew.until(({ chain }) => chain.seq === seq);
  await phone.until(({ chain }) => chain.state?.tally === 'program');
  expect(viewer.seqs).toHaveLength(1);
  expect(Object.keys(viewer.chain.state ?? {})).toEqual(['event', 'players', 'score']);
  expect(JSON.stringify(phone.chain.state)).not.toContain('Camera 2');

  doorbell.ring(production.eventId, await production.retitle('Cup final, part two'));
  await viewer.until(({ chain }) => chain.state?.event.title === 'Cup final, part two');
  expect(viewer.resumes + phone.resumes).toBe(0);
});

test('a point reaches viewers of every process as points and clock, and the crew with who counted it', async () => {
  const crew = client(new TestClient<'crew'>(one.url, await crewTicket(web, production)));
  const viewer = client(new TestClient<'public'>(two.url, viewerTicket(production.eventId)));
  const phone = client(new TestClient<'camera'>(two.url, await cameraTicket(web, production, 0)));
  for (const each of [crew, viewer, phone]) await each.until(({ snapshots }) => snapshots === 1);
  expect(viewer.chain.state?.score).toBeNull();

  const services = { commandSql: web, doorbell };
  const { director, slug } = production;
  await nameSides(services, director, slug, { home: { name: 'TSV Nord' }, away: { name: 'SC Hafen' } });
  await progress(services, director, slug, { period: 'first-half', clock: { running: true } });
  const { seq, score } = await countPoint(services, director, slug, { side: 'away', delta: 1 });
  await Promise.all([
    crew.until(({ chain }) => chain.seq === seq),
    viewer.until(({ chain }) => chain.seq === seq),
  ]);
  expect(crew.chain.state?.score).toEqual(score);
  expect(score).toMatchObject({ away: { points: 1 }, last: { side: 'away', actor: director.name } });
  const { last: _, ...told } = score ?? { last: null };
  expect(viewer.chain.state?.score).toEqual(told);
  expect(told).toMatchObject({ period: 'first-half', clock: { ms: 0, startedAt: expect.any(String) } });
  // The snapshot and three changes, some of them together from a busy process; no tick while the clock runs.
  const sent = viewer.seqs.length;
  expect(sent).toBeLessThanOrEqual(4);
  await holds('no more updates', () => viewer.seqs.length === sent, 1_200);
  expect(phone.seqs).toHaveLength(1);
});

test('a client that missed updates asks, and is whole again', async () => {
  const crew = client(new TestClient<'crew'>(one.url, await crewTicket(web, production)));
  await crew.until(({ snapshots }) => snapshots === 1);
  crew.chain = { ...crew.chain, seq: crew.chain.seq - 1 };
  const seq = await production.cut(production.cameras[1]);
  doorbell.ring(production.eventId, seq);
  await crew.until(({ chain }) => chain.seq === seq);
  expect(crew.resumes).toBe(1);
  expect(crew.chain.state?.program.onAir).toBe(production.cameras[1]);
});

test('a change without any ring arrives within a second', async () => {
  const crew = client(new TestClient<'crew'>(two.url, await crewTicket(web, production)));
  await crew.until(({ snapshots }) => snapshots === 1);
  const seq = await production.cut(production.cameras[0]);
  await crew.until(({ chain }) => chain.seq === seq, 1_500);
});

test('a newcomer who has seen more than a process gets nothing older', async () => {
  const early = client(new TestClient<'crew'>(one.url, await crewTicket(web, production)));
  await early.until(({ snapshots }) => snapshots === 1);
  const seq = await production.cut(production.cameras[1]);
  const late = client(new TestClient<'crew'>(one.url, await crewTicket(web, production), { seq }));
  await late.until(({ snapshots }) => snapshots === 1);
  expect(late.chain.seq).toBeGreaterThanOrEqual(seq);
});

test('viewers are counted over both processes by distinct tickets', async () => {
  const twice = viewerTicket(production.eventId);
  const viewers = [one.url, one.url, two.url].map((url) =>
    client(new TestClient<'public'>(url, viewerTicket(production.eventId))),
  );
  viewers.push(...[1, 2].map(() => client(new TestClient<'public'>(one.url, twice))));
  for (const viewer of viewers) await viewer.until(({ presences }) => presences.at(-1) === 4, 5_000);
  viewers.pop()?.close();
  viewers.shift()?.close();
  for (const viewer of viewers) await viewer.until(({ presences }) => presences.at(-1) === 3, 5_000);
});

test('the crew hears telemetry of phone and engine once a second', async () => {
  const crew = client(new TestClient<'crew'>(one.url, await crewTicket(web, production)));
  const phone = client(new TestClient<'camera'>(two.url, await cameraTicket(web, production, 0)));
  await phone.until(({ snapshots }) => snapshots === 1);
  phone.socket.emit('phone', {
    battery: 0.5,
    charging: false,
    width: 1280,
    height: 720,
    fps: 30,
    kbps: 1900,
    loss: 0,
    rttMs: 20,
    codec: 'H264',
    micMuted: false,
    pictureOff: false,
    limited: 'none',
  });
  await production.admin`
    insert into engine_leases (event_id, worker, host, pid, status, stats)
    values (${production.eventId}, 'w', 'h', 1, 'running', '{"fps": 30, "headroom": 0.6}')`;
  await crew.until(
    ({ telemetry }) => telemetry.at(-1)?.cameras[production.cameras[0]]?.phone?.battery === 0.5,
  );
  await crew.until(({ telemetry }) => telemetry.at(-1)?.engine.fps === 30);
  expect(crew.telemetry.at(-1)?.control).toEqual({ ok: true, reason: null });
});

test('the newer of two tabs of one phone is the camera', async () => {
  const older = client(new TestClient<'camera'>(one.url, await cameraTicket(web, production, 1)));
  await older.until(({ snapshots }) => snapshots === 1);
  const newer = client(new TestClient<'camera'>(one.url, await cameraTicket(web, production, 1)));
  await newer.until(({ snapshots }) => snapshots === 1);
  await older.until(({ takenOver, disconnects }) => takenOver && disconnects.length === 1);
  expect(newer.socket.connected).toBe(true);
});

test('a removed camera learns it, and its meters are no longer heard', async () => {
  const phone = client(new TestClient<'camera'>(one.url, await cameraTicket(web, production, 1)));
  await phone.until(({ snapshots }) => snapshots === 1);
  doorbell.ring(production.eventId, await production.removeCamera(production.cameras[1]));
  await phone.until(({ chain }) => chain.state?.camera.state === 'removed');
});
