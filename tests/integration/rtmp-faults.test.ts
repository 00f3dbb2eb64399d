import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readCounters, readFrameHashes, readPackets } from '../support/eyes/media-file';
import { type FaultProxy, startFaultProxy } from '../support/network/fault-proxy';
import { type Pushers, pushersOf, type WatchedPusher } from '../support/engine/pushed-program';
import { type RtmpReceiver, startRtmpReceiver } from '../support/stations/rtmp-receiver';
import { type NginxRtmp, startNginxRtmp } from '../support/stations/rtmp-nginx';
import { startSyntheticProgram, type SyntheticProgram } from '../support/engine/synthetic-program';
import { until } from '../support/time/until';
import { lasts } from '../support/time/pace';

/**
 * Three destinations of one program: two that are well from the first test to the last, at ffmpeg's server
 * and at nginx, and a third with every fault that a network or server has. Each fault comes twice.
 */

let folder = '';
let program: SyntheticProgram;
let pushers: Pushers;
let ffmpeg: RtmpReceiver;
let nginx: NginxRtmp;
let healthy: WatchedPusher[];
let refusedBefore = 0;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-faults-'));
  program = startSyntheticProgram();
  pushers = pushersOf(program);
  await until('the program to begin', () => program.hub.primePts !== null);
  ffmpeg = await startRtmpReceiver({ file: join(folder, 'ffmpeg.flv') });
  nginx = await startNginxRtmp({ dir: folder });
  healthy = [pushers.start(ffmpeg), pushers.start({ url: nginx.url, key: 'well' })];
  await Promise.all(healthy.map((pusher) => pusher.until('live', 5_000)));
  refusedBefore = program.encoder.stats().refused;
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(async () => {
  await program.stop();
  await rm(folder, { recursive: true, force: true });
});

const TWICE = [1, 2];

/** A destination at nginx behind a network with faults; all gone after the test. */
async function faulty(
  key: string,
  accepts?: (key: string) => boolean,
): Promise<{ server: NginxRtmp; network: FaultProxy; push: () => WatchedPusher }> {
  const server = await startNginxRtmp({ dir: folder, accepts });
  const network = await startFaultProxy(server);
  cleanups.push(
    () => server.stop(),
    () => network.close(),
  );
  return {
    server,
    network,
    push: () => {
      const pusher = pushers.start({ url: `rtmp://127.0.0.1:${network.port}/live`, key });
      cleanups.push(() => pusher.stop());
      return pusher;
    },
  };
}

test.each(TWICE)('F16: a refused key is reported within ten seconds, and not hammered (%i)', async () => {
  const { push, network } = await faulty('wrong', () => false);
  const pusher = push();
  expect(await pusher.until('failed', 10_000)).toBeLessThan(10_000);
  expect(pusher.status()).toMatchObject({ side: 'key', remedy: 'replace-key' });
  await lasts('this part of the show', 2_000);
  expect(network.connections()).toBe(2);
});

test.each(TWICE)('F16: a closed port is reported at once, and tried on (%i)', async () => {
  const { push, network } = await faulty('closed');
  await network.refuse();
  const pusher = push();
  await pusher.until('reconnecting', 2_000);
  expect(pusher.status()).toMatchObject({ side: 'server', remedy: 'check-address' });
  await network.listen();
  await pusher.until('live', 3_000);
});

test.each(TWICE)(
  'F17: a server that accepts and says nothing is reported after five seconds (%i)',
  async () => {
    const { push, network } = await faulty('silent');
    network.silence();
    const pusher = push();
    expect(await pusher.until('reconnecting', 6_000)).toBeLessThan(5_500);
    expect(pusher.status().verdict).toMatch(/says nothing/);
    network.pass();
    await pusher.until('live', 3_000);
  },
);

test.each(TWICE)('F18: a server that dies is sent to again within 3 s of its return (%i)', async () => {
  const { push, server } = await faulty('drops');
  const pusher = push();
  await pusher.until('live', 3_000);
  await lasts('this part of the show', 1_000);
  await server.kill();
  await pusher.until('reconnecting', 1_000);
  await lasts('this part of the show', 5_000);
  const back = await startNginxRtmp({ dir: folder, port: server.port });
  cleanups.push(() => back.stop());
  expect(await pusher.until('live', 5_000)).toBeLessThan(3_000);
  await lasts('this part of the show', 1_500);
  await pusher.stop();
  const files = await back.files();
  const packets = await readPackets(files.at(-1) ?? '');
  expect(packets.find(({ kind }) => kind === 'video')?.keyframe).toBe(true);
  const counters = (await readCounters(files.at(-1) ?? '')).map(({ counter }) => counter);
  expect(counters.length).toBeGreaterThan(30);
  expect(counters).toEqual(counters.map((_, i) => (counters[0] ?? 0) + i));
});

test.each(['cut', 'reset', 'cut', 'reset'] as const)(
  'F18: a connection that is %s comes back at once',
  async (how) => {
    const { push, network } = await faulty(how);
    const pusher = push();
    await pusher.until('live', 3_000);
    network[how]();
    await pusher.until('reconnecting', 1_000);
    await pusher.until('live', 3_000);
  },
);

test.each(TWICE)(
  'F19: a connection that stands still is reported within ten seconds and made again (%i)',
  async () => {
    const { push, network } = await faulty('stalls');
    const pusher = push();
    await pusher.until('live', 3_000);
    await lasts('this part of the show', 2_000);
    network.stall();
    expect(await pusher.until('stalled', 10_000)).toBeLessThan(10_000);
    await pusher.until('reconnecting', 15_000);
    expect(pusher.status().verdict).toMatch(/takes no data/);
    network.cut();
    network.pass();
    await pusher.until('live', 5_000);
  },
);

test.each(TWICE)('F19: a way that is too slow leaves whole groups out and goes on (%i)', async () => {
  const { push, network, server } = await faulty('slow');
  const pusher = push();
  await pusher.until('live', 3_000);
  await lasts('this part of the show', 1_000);
  network.limit(25_000);
  expect(await pusher.until('stalled', 10_000)).toBeLessThan(10_000);
  expect(pusher.status().verdict).toMatch(/too slow/);
  await lasts('this part of the show', 8_000);
  network.pass();
  await pusher.until('live', 12_000);
  expect(pusher.status().retries).toBe(0);
  await lasts('this part of the show', 1_000);
  await pusher.stop();
  const [file = ''] = await server.files();
  const counters = (await readCounters(file)).map(({ counter }) => counter);
  const gaps = counters.slice(1).filter((counter, i) => counter !== (counters[i] ?? 0) + 1);
  expect(gaps.length).toBeGreaterThan(0);
  const keyframes = (await readPackets(file)).filter(({ kind }) => kind === 'video');
  // What follows a gap can be decoded: it begins with a keyframe.
  for (const after of gaps) expect(keyframes[counters.indexOf(after)]?.keyframe).toBe(true);
  for (let i = 1; i < counters.length; i++) expect(counters[i]).toBeGreaterThan(counters[i - 1] ?? 0);
});

test('F20: through all of this the two others lost nothing, and the encoder never waited', async () => {
  for (const pusher of healthy) {
    expect(pusher.seen.map(({ state }) => state)).toEqual(['connecting', 'live']);
    await pusher.stop();
  }
  await Promise.all([ffmpeg.exited, nginx.stop()]);
  const files = [
    join(folder, 'ffmpeg.flv'),
    (await nginx.files()).find((file) => file.includes('well')) ?? '',
  ];
  const [one = [], two = []] = await Promise.all(files.map(readFrameHashes));
  const numbers = (await readCounters(files[0] ?? '')).map(({ counter }) => counter);
  expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
  expect(numbers.length).toBeGreaterThan(60 * 30);
  // Both began within the same group and ended together: where they overlap they are the same, frame by
  // frame.
  const from = two.indexOf(one[0] ?? '');
  const [long, short] = from >= 0 ? [two.slice(from), one] : [one.slice(one.indexOf(two[0] ?? '')), two];
  const length = Math.min(long.length, short.length);
  expect(Math.abs(long.length - short.length)).toBeLessThan(15);
  expect(long.slice(0, length)).toEqual(short.slice(0, length));
  expect(program.encoder.stats()).toMatchObject({ runs: 1 });
  // Offered again every 5 ms: one that waited for any of the stalls above would have been refused 2,000
  // times; a busy machine, some.
  expect(program.encoder.stats().refused - refusedBefore).toBeLessThan(400);
});
