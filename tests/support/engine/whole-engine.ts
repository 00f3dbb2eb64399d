import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispose } from '@livekit/rtc-node';
import pino from 'pino';
import { connect } from '../../../db/connect';
import { Doorbell } from '../../../db/doorbell';
import { Program } from '../../../engine/program';
import { Worker } from '../../../engine/worker';
import { EngineRooms } from '../../../livekit/engine-rooms';
import { asAdmin, call, makeCamera, makeEvent, makeToken } from '../api/call';
import { publishSimpleCamera, type SimpleCamera } from '../cameras/simple-camera';
import { createRoom, startLiveKit, type TestLiveKit, testToken } from '../cameras/test-livekit';
import { until } from '../time/until';
import { createTestServices } from '../web/test-services';

/** A busy machine takes its time to begin; what is promised is counted in pictures. */
const LONG = { timeoutMs: 90_000 };

export interface WholeEngine {
  /** Ids of the cameras, in the order of their lumas. */
  ids: string[];
  cameras: SimpleCamera[];
  livekit: TestLiveKit;
  api(method: string, path: string, body?: unknown): ReturnType<typeof call>;
  program(): Promise<{ onAir: string | null; layout: string; cells: (string | null)[] }>;
  /** Texts of the event's log, newest first. */
  texts(): Promise<string[]>;
  /** Until the engine has made so many more seconds of the program. */
  programFor(seconds: number): Promise<void>;
  /** Ends the event, and waits until its recording is closed. @returns the one file of the recording */
  recording(): Promise<string>;
  close(): Promise<void>;
}

/**
 * A live event with an engine of its own in this process: real database, LiveKit and encoder, and cameras of
 * one grey each, named after their place. All are seen before this returns.
 */
export async function startWholeEngine(slug: string, named: Record<string, number>): Promise<WholeEngine> {
  const services = await createTestServices();
  const token = await makeToken(services);
  const dataDir = await mkdtemp(join(tmpdir(), 'touchline-engine-'));
  const livekit = await startLiveKit();
  const event = await makeEvent(services, token, { slug });
  await createRoom(livekit, `${slug}:cameras`);
  const ids: string[] = [];
  const cameras: SimpleCamera[] = [];
  for (const [label, luma] of Object.entries(named)) {
    const { id } = await makeCamera(services, token, event, { label });
    const [row] = await asAdmin(
      services,
      (admin) => admin<{ identity: string }[]>`select identity from cameras where id = ${id}`,
    );
    const access = await testToken(livekit, `${slug}:cameras`, row?.identity ?? '', 'publisher');
    cameras.push(await publishSimpleCamera(livekit.url, access, luma));
    ids.push(id);
  }
  const api: WholeEngine['api'] = (method, path, body) =>
    call(services, method, `/api/v1/events/${slug}${path}`, { token, body });
  await api('PATCH', '', { encoding: { height: 360, fps: 30 } });
  // Live, and so wanted by engines however long this machine takes to start one.
  await api('POST', '/start', {});

  const sql = connect(services.database.engineUrl, { max: 3 });
  const doorbell = new Doorbell(services.database.engineUrl);
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
  const log = pino({ level: 'silent' });
  const recordingsDir = join(dataDir, 'recordings');
  const worker = new Worker({
    ...{ sql, doorbell, secrets: services.secrets, log, maxEvents: 1, alone: true },
    start: (desired, store) =>
      Program.create({
        ...{ desired, store, rooms, config, log, recordingsDir },
        hlsDir: join(dataDir, 'hls'),
      }),
  });
  worker.start();

  const sending = async (): Promise<boolean> => {
    const all: { connection: string }[] = (await api('GET', '')).json.cameras;
    return all.every(({ connection }) => connection === 'live');
  };
  await until('all cameras', sending, LONG);

  return {
    ids,
    cameras,
    livekit,
    api,
    program: async () => (await api('GET', '')).json.program,
    async texts() {
      const rows: { text: string }[] = (await api('GET', '/log?limit=200')).json.rows;
      return rows.map(({ text }) => text);
    },
    async programFor(seconds) {
      const wanted = worker.frames().frames + seconds * 30;
      await until(`${seconds} s of the program`, () => worker.frames().frames >= wanted, LONG);
    },
    async recording() {
      await api('POST', '/stop', {});
      await until('the program to be over', () => worker.frames().programs === 0, LONG);
      const [first, ...more] = await asAdmin(
        services,
        (admin) => admin<{ file: string }[]>`select file from recordings where event_id = ${event.id}`,
      );
      if (!first || more.length > 0) throw new Error(`${more.length + (first ? 1 : 0)} parts instead of one`);
      return join(recordingsDir, first.file);
    },
    async close() {
      await worker.stop();
      for (const camera of cameras) await camera.leave();
      await livekit.close();
      await dispose();
      await doorbell.close();
      await sql.end();
      await services.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
