import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispose } from '@livekit/rtc-node';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { Doorbell } from '../../db/doorbell';
import { Program } from '../../engine/program';
import { Worker } from '../../engine/worker';
import { EngineRooms } from '../../livekit/engine-rooms';
import { asAdmin, call, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { black, movingField, stillField } from '../support/cameras/moving-field';
import { publishSimpleCamera, type SimpleCamera } from '../support/cameras/simple-camera';
import { createRoom, startLiveKit, testToken, type TestLiveKit } from '../support/cameras/test-livekit';
import { decodeFrames } from '../support/eyes/eyes';
import { until } from '../support/time/until';
import { createTestServices, type TestServices } from '../support/web/test-services';

/**
 * The engine whole, with two cameras: it leaves a picture that is still or black where the event says so, and
 * what viewers saw of it is read from the decoded recording (F12). Mean brightness says who is on the air.
 */
const SLUG = 'two-goals';
/** A busy machine takes its time to begin; what is promised is counted in pictures. */
const LONG = { timeoutMs: 90_000 };
const MAIN = 60;
const GOAL = 150;

let services: TestServices;
let token: string;
let livekit: TestLiveKit;
let sql: Sql;
let doorbell: Doorbell;
let worker: Worker;
let dataDir: string;
let eventId: string;
const ids = { main: '', goal: '' };
const cameras: SimpleCamera[] = [];

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  dataDir = await mkdtemp(join(tmpdir(), 'touchline-pictures-'));
  livekit = await startLiveKit();
  const event = await makeEvent(services, token, { slug: SLUG });
  eventId = event.id;
  await createRoom(livekit, `${SLUG}:cameras`);
  for (const [name, base] of [['main', MAIN] as const, ['goal', GOAL] as const]) {
    const { id } = await makeCamera(services, token, event, { label: name });
    ids[name] = id;
    const [row] = await asAdmin(
      services,
      (admin) => admin<{ identity: string }[]>`select identity from cameras where id = ${id}`,
    );
    const access = await testToken(livekit, `${SLUG}:cameras`, row?.identity ?? '', 'publisher');
    const camera = await publishSimpleCamera(livekit.url, access, base);
    camera.draw = movingField(base);
    cameras.push(camera);
  }
  await api('PATCH', '', { encoding: { height: 360, fps: 30 } });
  // Live, and so wanted by engines however long this machine takes to start one.
  await api('POST', '/start', {});
  sql = connect(services.database.engineUrl, { max: 3 });
  doorbell = new Doorbell(services.database.engineUrl);
  const config = {
    databaseUrl: services.database.engineUrl,
    livekit,
    dataDir,
    secretsKey: undefined,
    allowPrivateDestinations: true,
    ffmpegPath: process.env.FFMPEG_PATH ?? 'ffmpeg',
    maxEvents: 1,
    alone: true,
    keepsRecordings: false,
    whipEntry: undefined,
  };
  const rooms = new EngineRooms(livekit);
  worker = new Worker({
    ...{
      sql,
      doorbell,
      secrets: services.secrets,
      log: pino({ level: 'silent' }),
      maxEvents: 1,
      alone: true,
    },
    start: (desired, store) =>
      Program.create({
        ...{ desired, store, rooms, config, log: pino({ level: 'silent' }) },
        recordingsDir: join(dataDir, 'recordings'),
        hlsDir: join(dataDir, 'hls'),
      }),
  });
  worker.start();
});
afterAll(async () => {
  await worker?.stop();
  for (const camera of cameras) await camera.leave();
  await livekit?.close();
  await dispose();
  await doorbell?.close();
  await sql?.end();
  await services?.close();
  await rm(dataDir, { recursive: true, force: true });
});

const api = (method: string, path: string, body?: unknown) =>
  call(services, method, `/api/v1/events/${SLUG}${path}`, { token, body });
const onAir = async (): Promise<string | null> => (await api('GET', '')).json.program.onAir;
const sending = async (): Promise<boolean> => {
  const { json } = await api('GET', '');
  const all: { connection: string }[] = json.cameras;
  return all.every(({ connection }) => connection === 'live');
};
async function texts(): Promise<string[]> {
  const rows: { text: string }[] = (await api('GET', '/log?limit=200')).json.rows;
  return rows.map(({ text }) => text);
}
/** Until the engine has made so much more of the program. */
async function programFor(seconds: number): Promise<void> {
  const wanted = worker.frames().frames + seconds * 30;
  await until(`${seconds} s of the program`, () => worker.frames().frames >= wanted, LONG);
}

test('a camera that freezes or goes black is left where the event says so; one that may stand still is kept', async () => {
  const [main, goal] = cameras;
  if (!main || !goal) throw new Error('no cameras');
  await until('both cameras', sending, LONG);
  await api('POST', '/cut', { cameraId: ids.main });
  await programFor(3);

  // As every event begins: a warning, and nothing is cut.
  main.draw = black;
  await until(
    'the warning',
    async () =>
      (await texts()).some((text) => text.startsWith('main is on the air and its picture is black')),
    LONG,
  );
  await programFor(2);
  expect(await onAir()).toBe(ids.main);
  main.draw = movingField(MAIN);
  await until('it lives', async () => (await texts()).includes('main shows a living picture again.'), LONG);

  expect((await api('PATCH', '', { pictureFailover: true })).json.pictureFailover).toBe(true);
  main.draw = stillField(MAIN);
  await until('the program to go to the other one', async () => (await onAir()) === ids.goal, LONG);
  expect(await texts()).toContain('The picture of main stands still: the program went to goal.');

  // The camera on the goal line: its still picture is legitimate, a black one is not.
  main.draw = movingField(MAIN);
  const marked = await api('POST', `/cameras/${ids.goal}`, { mayStandStill: true });
  expect(marked.json.mayStandStill).toBe(true);
  goal.draw = stillField(GOAL);
  await programFor(6);
  expect(await onAir()).toBe(ids.goal);
  expect((await texts()).filter((text) => text.includes('goal is on the air'))).toEqual([]);
  goal.draw = black;
  await until('the program to go back', async () => (await onAir()) === ids.main, LONG);
  expect(await texts()).toContain('The picture of goal is black: the program went to main.');
  await programFor(1);
  await api('POST', '/stop', {});
  await until('the program to be over', () => worker.frames().programs === 0, LONG);

  const runs = await seen();
  expect(runs.map(({ what }) => what)).toEqual([
    ...['main', 'black', 'main', 'main still', 'goal', 'goal still', 'black', 'main'],
  ]);
  const ofKind = (what: string) => runs.filter((run) => run.what === what).map(({ ms }) => ms);
  expect(ofKind('black')[0]).toBeGreaterThan(2500);
  expect(ofKind('main still')[0]).toBeLessThan(2500);
  expect(ofKind('goal still')[0]).toBeGreaterThan(4000);
  expect(ofKind('black')[1]).toBeLessThan(1600);
});

interface Run {
  what: string;
  ms: number;
}

/** What the recording shows, one entry for each change, from the first picture of a camera on. */
async function seen(): Promise<Run[]> {
  const recordings = await asAdmin(
    services,
    (admin) => admin<{ file: string }[]>`select file from recordings where event_id = ${eventId}`,
  );
  expect(recordings).toHaveLength(1);
  const file = join(dataDir, 'recordings', recordings[0]?.file ?? '');
  const runs: (Run & { fromMs: number })[] = [];
  let before: Uint8Array | null = null;
  let movedAtMs = 0;
  for await (const { ptsMs, picture } of decodeFrames(file, { width: 160, height: 90 })) {
    const { data } = picture;
    const luma = data.reduce((sum, one) => sum + one, 0) / data.length;
    const moved =
      !before ||
      data.reduce((sum, one, i) => sum + Math.abs(one - (before?.[i] ?? 0)), 0) / data.length > 0.6;
    // Before the first camera the slate, in which nothing moves.
    const began = runs.length > 0 || (before !== null && moved);
    before = data;
    if (!began) continue;
    if (moved) movedAtMs = ptsMs;
    const base = luma < 30 ? 'black' : luma < (MAIN + GOAL) / 2 + 20 ? 'main' : 'goal';
    const isStill = base !== 'black' && ptsMs - movedAtMs >= 500;
    const what = isStill ? `${base} still` : base;
    const last = runs.at(-1);
    if (last?.what === what) last.ms = ptsMs - last.fromMs;
    // It stood since it last moved.
    else runs.push({ what, fromMs: isStill ? movedAtMs : ptsMs, ms: 0 });
  }
  // A busy machine holds a picture for a moment, which is no camera that stands still.
  const lasting = runs.filter(({ what, ms }) => ms > (what.endsWith('still') ? 1500 : 400));
  return lasting.reduce<typeof runs>((joined, run) => {
    const last = joined.at(-1);
    if (last?.what === run.what) last.ms = run.fromMs + run.ms - last.fromMs;
    else joined.push(run);
    return joined;
  }, []);
}
