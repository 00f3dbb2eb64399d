import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createLivekit } from '../../livekit/client';
import { readLiveKitKeys } from '../../livekit/key-file';
import { liveKitKeyFile } from '../../supervisor/livekit-keys';
import { decodeJwt } from '../support/api/jwt';
import { type LiveShow, startShow } from '../support/product/live-show';
import { runAdmin } from '../support/product/product';
import { expectUndisturbed, openDesk, type ProductionDesk } from '../support/product/production-desk';
import {
  blackOnes,
  longestGapMs,
  longestStillMs,
  missingFrames,
  seeProgram,
} from '../support/eyes/program-view';
import { until } from '../support/time/until';

/** Each test begins with the same whole show and can run alone; none relies on what another one did. */
let show: LiveShow;
let desk: ProductionDesk;

beforeAll(async () => {
  show = await startShow();
  desk = await openDesk(show);
});
beforeEach(async () => {
  await show.ready();
  await desk.onViewer(1);
});
afterAll(async () => {
  await show?.close();
});

test('the on-air camera dies: its last frame is held, then another camera is on within a second, and the director is warned', async () => {
  const before = (await show.switches()).length;
  const air = await desk.watchAir();
  show.cameras[0]?.kill();
  const failover = await until('the failover in the log', async () =>
    (await show.switches()).slice(before).find(({ source }) => source === 'failover'),
  );
  expect(failover.from).toBe(desk.main);
  await desk.director
    .getByText(/Main stand sends no picture/)
    .first()
    .waitFor();
  await show.programFor(1.5);
  const sent = await air();
  expect(blackOnes(sent)).toEqual([]);
  expect(longestStillMs(sent)).toBeLessThanOrEqual(1000);
  expect(longestGapMs(sent)).toBeLessThanOrEqual(100);
});

test('the encoder is killed: output again within three seconds, on one line of media time', async () => {
  const [encoder] = show.product.processes('libx264');
  if (!encoder) throw new Error('No encoder found.');
  const air = await desk.watchAir();
  process.kill(encoder.pid, 'SIGKILL');
  await show.programFor(5);
  const sent = await air();
  const last = sent.at(-1);
  expect(longestGapMs(sent)).toBeLessThanOrEqual(3000);
  expect(last?.mark?.camera).toBe(1);
  await desk.onViewer(1);
});

test('one receiver stops and another hangs: the healthy one loses no frame, the sick ones come back automatically', async () => {
  const air = await desk.watchAir();
  await show.second.shut();
  await until('the desk to say so', async () =>
    (await show.state()).destinations.some(
      ({ label, status }) => label === 'League server' && status !== 'live',
    ),
  );
  await show.programFor(3);
  await show.second.open();
  await until('the stopped one to be back', async () =>
    (await show.state()).destinations.every(({ status }) => status === 'live'),
  );
  show.second.freeze();
  await show.programFor(5);
  show.second.thaw();
  await until('the hanging one to be back', async () =>
    (await show.state()).destinations.every(({ status }) => status === 'live'),
  );
  const sent = await air();
  expect(sent.length).toBeGreaterThan(240);
  expectUndisturbed(sent);
});

test('the database is killed: the program goes on, and control comes back automatically', async () => {
  const [postgres] = show.product.processes('postgres -D');
  if (!postgres) throw new Error('No database found.');
  const air = await desk.watchAir();
  process.kill(postgres.pid, 'SIGQUIT');
  await until('the database to be gone', () =>
    show.product.processes('postgres -D').every(({ pid }) => pid !== postgres.pid),
  );
  await until('a cut to be accepted', async () => (await show.cut(desk.goal)).status === 200, {
    timeoutMs: 15_000,
  });
  await desk.onViewer(2);
  await show.cut(desk.main);
  await desk.onViewer(1);
  expectUndisturbed(await air());
});

test('the engine is killed: a new one takes the lease and is on the air within five seconds, no cut lost', async () => {
  const [engine] = show.product.processes('engine.js');
  if (!engine) throw new Error('No engine found.');
  const connections = show.first.files().length;
  process.kill(engine.pid, 'SIGKILL');
  const killedAt = performance.now();
  const cut = await show.cut(desk.goal);
  expect(cut.status).toBe(200);
  await until('a new stream at the receiver', () => show.first.arrived(connections), {
    timeoutMs: 15_000,
  });
  const backMs = performance.now() - killedAt;
  console.info(`engine killed: on the air again after ${backMs.toFixed(0)} ms`);
  await until('the cut on the air', async () => {
    const sent = await seeProgram(await show.first.copy('engine-killed.ts', connections)).catch(() => []);
    return sent.some(({ mark }) => mark?.camera === 2);
  });
  const state = await show.state();
  expect(state.engine.status).toBe('running');
  expect(backMs).toBeLessThan(5000);
  await desk.movesOnViewer(2);
});

test('the engine hangs: it is replaced within five seconds', async () => {
  const [engine] = show.product.processes('engine.js');
  if (!engine) throw new Error('No engine found.');
  process.kill(engine.pid, 'SIGSTOP');
  await until(
    'another engine',
    () => show.product.processes('engine.js').some(({ pid }) => pid !== engine.pid),
    {
      timeoutMs: 6000,
    },
  );
  await until('the program to run again', async () => (await show.state()).engine.status === 'running');
  await desk.movesOnViewer(1);
});

test('LiveKit’s key is rotated: nobody is disconnected, and with its end all come back with new tokens automatically', async () => {
  const [livekit] = show.product.processes('livekit-server');
  if (!livekit) throw new Error('No LiveKit found.');
  const before = await viewersToken();
  const switches = (await show.switches()).length;
  const connected = await everybody();
  expect(connected.length).toBeGreaterThanOrEqual(4);
  await runAdmin(show.product.env, 'rotate-livekit-key');
  const after = await until('a token that is signed with the new key', async () => {
    const token = await viewersToken();
    return keyOf(token) !== keyOf(before) && token;
  });
  expect(await isTaken(before)).toBe(true);
  expect(await isTaken(after)).toBe(true);
  await show.programFor(3);
  expect(await everybody()).toEqual(connected);
  expect(await show.switches()).toHaveLength(switches);

  const air = await desk.watchAir();
  await runAdmin(show.product.env, 'rotate-livekit-key', '--finish');
  await until('a LiveKit without the old key', async () => {
    const [now] = show.product.processes('livekit-server');
    return now !== undefined && now.pid !== livekit.pid && (await isTaken(after));
  });
  expect(await isTaken(before)).toBe(false);
  const upAtMs = performance.now();
  await until('both cameras to be back', async () => {
    const { cameras } = await show.state();
    return cameras.every(({ connection }) => connection === 'live');
  });
  console.info(`LiveKit restarted: cameras back after ${(performance.now() - upAtMs).toFixed(0)} ms`);
  await desk.movesOnViewer(1);
  const sent = await air();
  expect(missingFrames(sent)).toBe(0);
  expect(blackOnes(sent)).toEqual([]);
});

/** Connections to LiveKit: cameras, viewer, the program itself; hidden ones are not listed. */
async function everybody(): Promise<string[]> {
  const found = readLiveKitKeys(liveKitKeyFile(show.product.dataDir));
  const { port } = z
    .object({ port: z.number() })
    .parse(JSON.parse(await readFile(join(show.product.dataDir, 'livekit.yaml'), 'utf8')));
  if (!found) throw new Error('LiveKit has no keys.');
  const url = `ws://127.0.0.1:${port}`;
  const livekit = createLivekit({ url, publicUrl: null, ...found.signs });
  const rooms = [`${show.event.slug}:cameras`, show.event.slug];
  const all = await Promise.all(rooms.map((room) => livekit.listParticipants(room)));
  return all
    .flat()
    .map(({ identity, sid }) => `${identity} ${sid}`)
    .sort();
}

async function viewersToken(): Promise<string> {
  const answer = await show.product.api<{ token: string }>(
    'GET',
    `/api/livekit/token?room=${show.event.slug}&username=Viewer`,
  );
  return answer.body.token;
}

/** Whether LiveKit lets somebody in with this token. */
async function isTaken(token: string): Promise<boolean> {
  const answer = await fetch(`${show.product.baseUrl}/rtc/validate?access_token=${token}`).catch(() => null);
  return answer?.ok ?? false;
}

/** Id of the key that signed it. */
function keyOf(token: string): unknown {
  return decodeJwt(token).iss;
}
