import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MEDIA_ORIGIN_S } from '../../engine/encoder/encoder';
import type { SupervisorOptions } from '../../engine/outputs/destination/supervisor';
import { checkDestinationAddress } from '../../plugins/address';
import { readCounters, readPackets } from '../support/eyes/media-file';
import { pushersOf, type WatchedPusher } from '../support/engine/pushed-program';
import { recordingOf } from '../support/engine/recorded-program';
import { startRtmpReceiver, startSilentServer } from '../support/stations/rtmp-receiver';
import { SMALL, startSyntheticProgram, type SyntheticProgram } from '../support/engine/synthetic-program';
import { lasts, pace } from '../support/time/pace';

let folder = '';
let program: SyntheticProgram;
const cleanups: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-outputs-'));
  program = startSyntheticProgram();
  cleanups.push(
    () => rm(folder, { recursive: true, force: true }),
    () => program.stop(),
  );
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A destination that is stopped after the test. */
function pusher(
  to: { url: string; key?: string },
  { id, ...options }: Partial<SupervisorOptions> & { id?: string } = {},
): WatchedPusher {
  const pushers = pushersOf(program);
  cleanups.push(() => pushers.stopAll());
  const key = to.key ?? 'test-key';
  return pushers.start({ id: id ?? key, url: to.url, key }, options);
}

/** Pictures that are missing between the first and the last one of a file, by their burned-in numbers. */
async function missingIn(file: string): Promise<{ first: number; last: number; missing: number }> {
  const counters = (await readCounters(file)).map(({ counter }) => counter);
  const [first = NaN] = counters;
  const last = counters.at(-1) ?? NaN;
  return { first, last, missing: last - first + 1 - new Set(counters).size };
}

function expectRising(packets: { kind: string; pts: number }[]): void {
  for (const kind of ['video', 'audio']) {
    const times = packets.filter((packet) => packet.kind === kind).map((packet) => packet.pts);
    expect(times.length).toBeGreaterThan(10);
    for (let i = 1; i < times.length; i++) expect(times[i]).toBeGreaterThan(times[i - 1] ?? Infinity);
  }
}

it('begins where the engine before it was, without making up for what that one sent', async () => {
  const firstTick = 9_000;
  const takenOver = startSyntheticProgram({ firstTick });
  cleanups.push(() => takenOver.stop());
  const begun = new Promise<number>((resolve) => takenOver.hub.feed(new PassThrough(), 1e6, resolve));
  const firstS = (await begun) / 90_000;
  expect(firstS).toBeCloseTo(MEDIA_ORIGIN_S + firstTick / SMALL.fps, 2);
  expect(takenOver.encoder.stats().runs).toBe(1);
});

it('a program of 54 h of rehearsal sends times that rise from zero, and records at its own media time', async () => {
  const firstTick = 54 * 3600 * SMALL.fps;
  const late = startSyntheticProgram({ firstTick });
  cleanups.push(() => late.stop());
  const file = join(folder, 'late.flv');
  const receiver = await startRtmpReceiver({ file });
  const pushers = pushersOf(late, (firstTick * 1000) / SMALL.fps);
  cleanups.push(() => pushers.stopAll());
  const push = pushers.start({ url: receiver.url, key: 'test-key' });
  const { recorder, parts } = recordingOf(late, join(folder, 'late'));
  cleanups.push(() => recorder.stop());
  await Promise.all([push.until('live', 8_000), recorder.until('live', 8_000)]);
  await lasts('the program', 3_000);
  await Promise.all([push.stop(), recorder.stop(), receiver.exited]);
  const packets = await readPackets(file);
  expectRising(packets);
  expect(packets.at(-1)?.pts).toBeGreaterThan(2);
  expect(packets.at(-1)?.pts).toBeLessThan(20);
  const [part] = parts.values();
  expect((part?.mediaStartMs ?? 0) / 3_600_000).toBeCloseTo(54, 2);
});

it('goes on within 3 s on one media time when the encoder is killed', async () => {
  const file = join(folder, 'a.flv');
  const receiver = await startRtmpReceiver({ file });
  const push = pusher(receiver);
  const { recorder, parts } = recordingOf(program, join(folder, 'rec'));
  cleanups.push(() => recorder.stop());
  await Promise.all([push.until('live', 8_000), recorder.until('live', 8_000)]);
  await lasts('the program', 2_000);

  const { pid, bytesOut } = program.encoder.stats();
  process.kill(pid ?? 0, 'SIGKILL');
  const killedAtMs = performance.now();
  while (program.encoder.stats().runs < 2 || program.encoder.stats().bytesOut < bytesOut + 2_000) {
    expect(performance.now() - killedAtMs).toBeLessThan(3_000);
    await pace(10);
  }
  await lasts('the program', 2_500);

  expect(push.seen.map(({ state }) => state)).not.toContain('reconnecting');
  await Promise.all([push.stop(), recorder.stop(), receiver.exited]);
  const packets = await readPackets(file);
  expectRising(packets);
  const { missing } = await missingIn(file);
  expect(missing).toBeLessThan(30);

  const [before, after, ...more] = [...parts.values()];
  if (!before || !after) throw new Error('two parts were to be written');
  expect(more).toEqual([]);
  for (const part of [before, after]) {
    expect(part.endedAt).not.toBeNull();
    expectRising(await readPackets(part.file));
    // Media time is tick / fps: the number in the first picture is the part's position.
    const { first } = await missingIn(part.file);
    expect(part.mediaStartMs).toBe(Math.round((first * 1000) / 30));
  }
  expect(after.mediaStartMs - before.mediaEndMs).toBeGreaterThan(0);
  expect(after.mediaStartMs - before.mediaEndMs).toBeLessThan(1_000);
});

it('gives output again within 3 s when the encoder is stopped dead', async () => {
  const { encoder } = program;
  while (encoder.stats().bytesOut === 0) await pace(20);
  await lasts('the program', 500);
  const before = encoder.stats();
  process.kill(before.pid ?? 0, 'SIGSTOP');
  const stoppedAtMs = performance.now();
  while (encoder.stats().runs === before.runs || encoder.stats().bytesOut < before.bytesOut + 2_000) {
    expect(performance.now() - stoppedAtMs).toBeLessThan(3_000);
    await pace(10);
  }
  expect(program.failures.map(({ reason }) => reason)).toEqual(['hung']);
  expect(encoder.stats().refused).toBeGreaterThan(0);
});

it('loses no picture on one destination while the other dies, and begins there with a keyframe when it is back', async () => {
  const files = ['healthy', 'sick', 'back'].map((name) => join(folder, `${name}.flv`));
  const [healthyFile = '', sickFile = '', backFile = ''] = files;
  const healthy = await startRtmpReceiver({ file: healthyFile });
  const sick = await startRtmpReceiver({ file: sickFile });
  const steady = pusher(healthy, { id: 'steady' });
  const hurt = pusher(sick, { id: 'hurt' });
  await Promise.all([steady.until('live', 8_000), hurt.until('live', 8_000)]);
  await lasts('the program', 1_000);

  await sick.kill();
  await hurt.until('reconnecting', 3_000);
  expect(hurt.status().verdict).toMatch(/\w+\.$/);
  await lasts('the program', 4_000);
  const back = await startRtmpReceiver({ file: backFile, port: sick.port });
  expect(await hurt.until('live', 3_500)).toBeLessThan(3_000);
  await lasts('the program', 2_000);

  expect(steady.seen.map(({ state }) => state)).not.toContain('reconnecting');
  await Promise.all([steady.stop(), hurt.stop(), healthy.exited, back.exited]);
  const { missing, first, last } = await missingIn(healthyFile);
  expect(missing).toBe(0);
  expect(last - first).toBeGreaterThan(7 * 30);
  const video = (await readPackets(backFile)).filter(({ kind }) => kind === 'video');
  expect(video[0]?.keyframe).toBe(true);
  expect((await missingIn(backFile)).missing).toBe(0);
});

it('gives up on a server that accepts and says nothing within 6 s, and tries again', async () => {
  const silent = await startSilentServer();
  cleanups.push(() => silent.stop());
  const push = pusher(silent);
  expect(push.status().state).toBe('connecting');
  expect(await push.until('reconnecting', 8_000)).toBeLessThan(6_000);
  expect(push.status().verdict).toMatch(/says nothing/);
  expect(program.encoder.stats().refused).toBeLessThan(400);
});

it('shows a destination that stands still as stalled, connects again, and never slows the encoder', async () => {
  // Much filler: the kernel's buffers between two processes hold four megabytes before a stall is visible.
  await program.stop();
  program = startSyntheticProgram({ profile: { ...SMALL, videoKbps: 8_000 } });
  cleanups.push(() => program.stop());
  const receiver = await startRtmpReceiver({ file: join(folder, 'frozen.flv') });
  cleanups.push(() => receiver.kill());
  const push = pusher(receiver);
  await push.until('live', 8_000);
  const { runs, refused } = program.encoder.stats();
  receiver.freeze();
  await push.until('stalled', 20_000);
  await push.until('reconnecting', 12_000);
  expect(push.status().verdict).toMatch(/takes no data/);
  expect(program.encoder.stats().runs).toBe(runs);
  // Offered again every 5 ms: in the 13 s of this an encoder that waited would have been refused 2,600 times;
  // a busy machine, some.
  expect(program.encoder.stats().refused - refused).toBeLessThan(400);
});

it('refuses an address that the check refuses, before a single packet', async () => {
  const silent = await startSilentServer();
  cleanups.push(() => silent.stop());
  const checkAddress = (url: string) => checkDestinationAddress(url, { allowPrivate: false });
  const push = pusher(silent, { checkAddress });
  await push.until('failed', 1_000);
  expect(push.status().bytes).toBe(0);
  expect(silent.connections()).toBe(0);
});

it('T10, T14: no ffmpeg has the secrets of the engine in its environment', async () => {
  process.env.LIVEKIT_API_SECRET = 'CANARY-of-the-environment';
  try {
    const own = startSyntheticProgram();
    cleanups.push(() => own.stop());
    const { recorder } = recordingOf(own, join(folder, 'environment'));
    cleanups.push(() => recorder.stop());
    await recorder.until('live', 8_000);
    for (const pid of [own.encoder.stats().pid, recorder.pid]) {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
      expect(environment).toContain('PATH=');
      expect(environment).not.toContain('CANARY');
    }
  } finally {
    delete process.env.LIVEKIT_API_SECRET;
  }
});

it('records again automatically, in a new part, when its writer died', async () => {
  const { recorder, parts } = recordingOf(program, join(folder, 'rec'));
  cleanups.push(() => recorder.stop());
  while (recorder.status().state !== 'live') await pace(20);
  await lasts('the program', 2_000);
  process.kill(recorder.pid ?? 0, 'SIGKILL');
  while (recorder.status().state === 'live') await pace(10);
  while (recorder.status().state !== 'live') await pace(20);
  await recorder.stop();
  expect(parts.size).toBe(2);
  for (const part of parts.values()) {
    expect((await missingIn(part.file)).missing).toBe(0);
    expect(part.bytes).toBeGreaterThan(10_000);
  }
});
