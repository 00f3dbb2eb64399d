import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { Doorbell } from '../../db/doorbell';
import type { RunningProgram } from '../../engine/types';
import { Worker } from '../../engine/worker';
import { call, makeEvent, makeToken } from '../support/api/call';
import { startFaultProxy, type FaultProxy } from '../support/network/fault-proxy';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { holds } from '../support/time/pace';
import { until } from '../support/time/until';

/** A worker on a real database, and programs that fail in ways that none should: how the others go on. */
let services: TestServices;
let way: FaultProxy;
let engine: Sql;
let owner: Sql;
let doorbell: Doorbell;
let token: string;
let worker: Worker;
/** By slug: how often it was started, and whether its outputs are on. */
let started: Map<string, number>;
let outputsOn: Map<string, boolean>;
/** What the next start or stop of an event does instead. */
let starting: Map<string, () => Promise<void>>;
let stopping: Map<string, () => Promise<void>>;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  owner = connect(services.database.adminUrl, { max: 1 });
  const address = new URL(services.database.engineUrl);
  way = await startFaultProxy({ port: Number(address.port) });
  address.hostname = '127.0.0.1';
  address.port = String(way.port);
  engine = connect(address.href, { max: 4 });
  doorbell = new Doorbell(services.database.engineUrl);
});
afterEach(() => worker?.stop());
afterAll(async () => {
  await doorbell?.close();
  await engine?.end({ timeout: 1 });
  await owner?.end();
  await way?.close();
  await services?.close();
});

function startWorker(): void {
  [started, outputsOn, starting, stopping] = [new Map(), new Map(), new Map(), new Map()];
  worker = new Worker({
    sql: engine,
    doorbell,
    secrets: services.secrets,
    log: pino({ level: 'silent' }),
    maxEvents: 8,
    alone: true,
    start: async ({ slug }): Promise<RunningProgram> => {
      started.set(slug, (started.get(slug) ?? 0) + 1);
      await take(starting, slug);
      outputsOn.set(slug, true);
      return {
        update: () => undefined,
        report: () => Promise.resolve(),
        stats: () => ({ frames: 0, fps: 30, headroom: 1, status: 'running' as const }),
        suspend: () => void outputsOn.set(slug, false),
        resume: () => void outputsOn.set(slug, true),
        stop: () => {
          outputsOn.delete(slug);
          return take(stopping, slug);
        },
      };
    },
  });
  worker.start();
}

async function take(from: Map<string, () => Promise<void>>, slug: string): Promise<void> {
  const work = from.get(slug);
  from.delete(slug);
  await work?.();
}

async function goLive(slug: string): Promise<void> {
  await makeEvent(services, token, { slug });
  await order(slug, 'start');
}

async function order(slug: string, what: 'start' | 'stop'): Promise<void> {
  const { status } = await call(services, 'POST', `/api/v1/events/${slug}/${what}`, { token });
  expect(status).toBe(200);
}

/** How often the lease of an event was renewed. */
async function renewals(slug: string): Promise<number> {
  const [row] = await owner<{ counter: number }[]>`
    select l.counter from engine_leases l join events e on e.id = l.event_id where e.slug = ${slug}`;
  return row?.counter ?? 0;
}

test('a program that never stops keeps no other event from its renewals, nor from its program', async () => {
  startWorker();
  await goLive('stuck');
  await goLive('well');
  await until('both to run', () => outputsOn.size === 2);
  stopping.set('stuck', () => new Promise(() => undefined));
  await owner`
    update engine_leases set fence = fence + 1, worker = 'another', renewed_at = now() - interval '1 minute'
    where event_id = (select id from events where slug = 'stuck')`;
  await until('the stop', () => !outputsOn.has('stuck'));
  const before = await renewals('well');
  await until('three renewals', async () => (await renewals('well')) >= before + 3, { timeoutMs: 6000 });
  await goLive('next');
  await until('a third event to run', () => outputsOn.has('next'));
  for (const slug of ['stuck', 'well', 'next']) await order(slug, 'stop');
  await until('their end', () => outputsOn.size === 0);
});

test('an event whose program failed to stop is started again', async () => {
  startWorker();
  await goLive('rough');
  await until('it to run', () => outputsOn.has('rough'));
  stopping.set('rough', () => Promise.reject(new Error('the disk is gone')));
  await owner`
    update engine_leases set fence = fence + 1, status = 'stopped'
    where event_id = (select id from events where slug = 'rough')`;
  await until('the second start', () => started.get('rough') === 2);
  await order('rough', 'stop');
});

test('a program that cannot start is tried again, while the others run', async () => {
  startWorker();
  starting.set('ill', () => Promise.reject(new Error('no mixer')));
  await goLive('ill');
  await goLive('hale');
  await until('the other one to run', () => outputsOn.has('hale'));
  await until('the second start', () => outputsOn.has('ill'));
  expect([started.get('ill'), started.get('hale')]).toEqual([2, 1]);
  for (const slug of ['ill', 'hale']) await order(slug, 'stop');
});

test('after a pause of the process outputs are off until the renewal, or alone until no answer comes', async () => {
  startWorker();
  await goLive('paused');
  await until('it to run', () => outputsOn.get('paused'));
  // A beat that has looked for other workers.
  const before = await renewals('paused');
  await until('two beats', async () => (await renewals('paused')) >= before + 2);

  way.stall();
  pauseProcess();
  await until('the outputs to go off', () => outputsOn.get('paused') === false);
  const offAtMs = performance.now();
  await until('the outputs to come back', () => outputsOn.get('paused') === true);
  const offMs = performance.now() - offAtMs;
  expect(offMs).toBeGreaterThan(1500);
  expect(offMs).toBeLessThan(5000);
  way.pass();
  await order('paused', 'stop');
  await until('its end', () => !outputsOn.has('paused'));
});

test('an answer that was on its way before a pause does not put the outputs on again', async () => {
  startWorker();
  await goLive('late-answer');
  await until('it to run', () => outputsOn.get('late-answer'));
  // A renewal waits in its commit, so that nothing but the last answer is still to come.
  await owner`
    create function wait_in_commit() returns trigger language plpgsql as
      'begin perform pg_advisory_xact_lock(1); return null; end'`;
  await owner`
    create constraint trigger wait_in_commit after update on engine_leases
      deferrable initially deferred for each row execute function wait_in_commit()`;
  onTestFinished(async () => void (await owner`drop function wait_in_commit cascade`));
  await owner.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(1)`;
    const waiting = () => tx`select 1 from pg_locks where not granted and locktype = 'advisory'`;
    await until('a renewal to wait', async () => (await waiting()).length > 0);
    way.stall();
  });
  pauseProcess();
  // From here answers pass and questions do not.
  way.pass();
  way.limit(0);
  await until('the outputs to go off', () => outputsOn.get('late-answer') === false);
  await holds('they stay off', () => outputsOn.get('late-answer') === false, 1_000);
  way.pass();
  await until('the outputs to come back', () => outputsOn.get('late-answer') === true);
  await order('late-answer', 'stop');
});

test('with another worker on the same database they stay off until it answers', async () => {
  startWorker();
  await goLive('shared');
  await until('it to run', () => outputsOn.get('shared'));
  await makeEvent(services, token, { slug: 'of-another' });
  await owner`
    insert into engine_leases (event_id, worker, host, pid, status, renewed_at)
    select id, gen_random_uuid(), 'another machine', 1, 'running', now() + interval '1 hour'
    from events where slug = 'of-another'`;
  const before = await renewals('shared');
  await until('two beats', async () => (await renewals('shared')) >= before + 2);

  way.stall();
  pauseProcess();
  await until('the outputs to go off', () => outputsOn.get('shared') === false);
  const untilMs = performance.now() + 4000;
  await until('longer than one alone waits', () => {
    expect(outputsOn.get('shared')).toBe(false);
    return performance.now() > untilMs;
  });
  way.pass();
  await until('the outputs to come back', () => outputsOn.get('shared') === true);
  await order('shared', 'stop');
});

/** Stops this process for longer than a challenger waits, as a machine does that swaps or was suspended. */
function pauseProcess(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3300);
}
