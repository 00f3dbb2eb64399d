import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { Doorbell } from '../../db/doorbell';
import { createSecretBox } from '../../db/secrets';
import type { ProgramDesired } from '../../engine/types';
import { Worker } from '../../engine/worker';
import { asAdmin, call, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { until } from '../support/time/until';

let services: TestServices;
let engine: Sql;
let doorbell: Doorbell;
let token: string;
let worker: Worker | null = null;

beforeAll(async () => {
  services = await createTestServices();
  engine = connect(services.database.engineUrl, { max: 2 });
  doorbell = new Doorbell(services.database.engineUrl);
  token = await makeToken(services);
});
afterEach(async () => {
  await worker?.stop();
  worker = null;
});
afterAll(async () => {
  await doorbell.close();
  await engine.end();
  await services.close();
});

/** A worker on the real database whose programs make no pictures; what runs, by slug. */
function startWorker(
  maxEvents: number,
  secrets = services.secrets,
  report: (slug: string) => Promise<void> = () => Promise.resolve(),
): Map<string, ProgramDesired> {
  const running = new Map<string, ProgramDesired>();
  worker = new Worker({
    sql: engine,
    doorbell,
    secrets,
    log: pino({ level: 'silent' }),
    maxEvents,
    alone: true,
    start: (desired) => {
      running.set(desired.slug, desired);
      return Promise.resolve({
        update: (next) => void running.set(next.slug, next),
        report: () => report(desired.slug),
        stats: () => ({ frames: 0, fps: 30, headroom: 1, status: 'running' as const }),
        suspend: () => undefined,
        resume: () => undefined,
        stop: () => {
          running.delete(desired.slug);
          return Promise.resolve();
        },
      });
    },
  });
  worker.start();
  return running;
}

async function goLive(slug: string): Promise<void> {
  await makeEvent(services, token, { slug });
  const { status } = await call(services, 'POST', `/api/v1/events/${slug}/start`, { token });
  expect(status).toBe(200);
}

async function end(slug: string): Promise<void> {
  await call(services, 'POST', `/api/v1/events/${slug}/stop`, { token });
}

test('a rehearsal gives its engine to an event that goes on the air, and the live ones keep theirs', async () => {
  const rehearsal = await makeEvent(services, token, { slug: 'rehearsal' });
  await makeCamera(services, token, rehearsal);
  const running = startWorker(1);
  await until('the rehearsal to run', () => running.has('rehearsal'));
  await goLive('final');
  await until('the live event to run', () => running.has('final'));
  expect([...running.keys()]).toEqual(['final']);
  await goLive('late');
  // It would have been taken with the same beat as the next change of the one that runs.
  await call(services, 'POST', '/api/v1/events/final/cut', { token, body: { cameraId: null } });
  await until('a beat', () => (running.get('final')?.seq ?? 0) > 0 && running.size === 1);
  expect([...running.keys()]).toEqual(['final']);
  await end('final');
  await until('the third event to run', () => running.has('late'));
  await end('late');
});

test('a key that cannot be opened stops one destination: its event and all others run, and pages show them', async () => {
  await goLive('sealed');
  const made = await call(services, 'POST', '/api/v1/events/sealed/destinations', {
    token,
    body: { plugin: 'youtube', label: 'YouTube', settings: {}, streamKey: 'abcd-efgh-ijkl-mnop' },
  });
  expect(made.status).toBe(201);
  await goLive('other');
  const anotherKey = createSecretBox(randomBytes(32));
  const running = startWorker(4, anotherKey);
  await until('both to run', () => running.has('sealed') && running.has('other'));
  expect(running.get('sealed')?.destinations).toMatchObject([
    { label: 'YouTube', unreadable: true, key: '' },
  ]);

  const own = services.secrets;
  services.secrets = anotherKey;
  try {
    const list = await call(services, 'GET', '/api/v1/events', { token });
    expect(list.status).toBe(200);
    expect(JSON.parse(list.text)).toContainEqual(
      expect.objectContaining({ slug: 'sealed', joinCode: null, joinUrl: null }),
    );
    const codes = await call(services, 'GET', '/api/v1/events/sealed/codes', { token });
    expect(codes).toMatchObject({
      status: 409,
      json: { error: { message: expect.stringContaining('Renew') } },
    });
    expect((await call(services, 'POST', '/api/v1/events/sealed/codes/renew', { token })).status).toBe(200);
    expect((await call(services, 'GET', '/api/v1/events/sealed/codes', { token })).status).toBe(200);
  } finally {
    services.secrets = own;
  }
  await end('sealed');
  await end('other');
});

test('a report that a locked row holds up delays no lease, and never runs twice at once', async () => {
  const event = await makeEvent(services, token);
  await makeCamera(services, token, event, { label: 'Goal' });
  let begun = 0;
  let free = () => undefined as void;
  const held = new Promise<void>((resolve) => (free = resolve));
  const running = startWorker(10, services.secrets, (slug) => {
    if (slug !== event.slug) return Promise.resolve();
    begun += 1;
    return held;
  });
  await until('the program to run', () => running.has(event.slug) && begun > 0);
  const renewals = () =>
    asAdmin(services, async (sql) => {
      const [row] = await sql`select counter from engine_leases where event_id = ${event.id}`;
      return Number(row?.counter);
    });
  const before = await renewals();
  await until('the lease to be renewed', async () => (await renewals()) > before + 1);
  expect(begun).toBe(1);
  free();
  await until('the next report', () => begun > 1);
});
