import { Room, RoomEvent } from '@livekit/rtc-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnginePackets } from '../../contract/packets';
import { startWholeEngine, type WholeEngine } from '../support/engine/whole-engine';
import { amplitudeOf, decodeFrames, decodeSound, type DecodedSound } from '../support/eyes/eyes';
import { testToken } from '../support/cameras/test-livekit';
import { until } from '../support/time/until';

/**
 * The sound mixer on the air: the engine whole with two cameras of one tone each, and what viewers heard read
 * from the decoded recording. The grey of the on-air camera marks in the picture what was set meanwhile.
 */
const MAIN_HZ = 440;
const OTHER_HZ = 1200;
const VOLUME = 0.2;
/** What the encoder changes of a plain grey. */
const NEAR = 4;
const SIZE = { width: 640, height: 360 };
const LONG = { timeoutMs: 90_000 };

let engine: WholeEngine;
beforeAll(async () => {
  engine = await startWholeEngine('two-tones', { main: 40, other: 128 });
});
afterAll(() => engine.close());

interface Seen {
  atMs: number;
  luma: number;
}

async function lumas(file: string): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const { ptsMs, picture } of decodeFrames(file, SIZE)) {
    seen.push({ atMs: ptsMs, luma: picture.data[180 * SIZE.width + 320] ?? 0 });
  }
  return seen;
}

const isGrey = (luma: number, grey = -1) => Math.abs(luma - grey) <= NEAR;

/** When pictures of this grey begin, after others. */
function beginnings(seen: Seen[], grey: number): number[] {
  return seen.flatMap(({ atMs, luma }, i) =>
    isGrey(luma, grey) && !isGrey(seen[i - 1]?.luma ?? -1, grey) ? [atMs] : [],
  );
}

/** One for each setting. */
const GREYS = [50, 62, 74, 86, 98, 110, 146, 158, 170, 182];
const DARK = 38;
/** By their delay, ms. */
const FLASHES = [
  { delayMs: 0, grey: 206 },
  { delayMs: 500, grey: 222 },
];

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Loudness of a tone in most of a stretch: a busy machine loses some blocks of sound on the way. */
function levelOf(sound: DecodedSound, hz: number, fromMs: number, toMs: number): number {
  const levels: number[] = [];
  for (let ms = fromMs; ms + 50 <= toMs; ms += 50) levels.push(amplitudeOf(sound, hz, ms, ms + 50));
  return median(levels);
}

const db = (one: number, other: number) => 20 * Math.log10(one / other);

async function joined(identity: string, role: 'publisher' | 'subscriber') {
  const { livekit } = engine;
  const room = new Room();
  const heard: { topic: string | undefined; packet: unknown }[] = [];
  room.on(RoomEvent.DataReceived, (payload, _from, _kind, topic) =>
    heard.push({ topic, packet: JSON.parse(new TextDecoder().decode(payload)) }),
  );
  const token = await testToken(livekit, 'two-tones:cameras', identity, role);
  await room.connect(livekit.url, token, { autoSubscribe: false, dynacast: false });
  return { room, heard };
}

test('directors in the room of the cameras get levels and loudness from the engine, and nobody else does', async () => {
  const [main = '', other = ''] = engine.ids;
  for (const camera of engine.cameras) camera.volume = VOLUME;
  expect((await engine.api('POST', '/cut', { cameraId: main })).status).toBe(200);
  const phone = await joined('cam_stranger', 'publisher');
  const director = await joined('director_someone', 'subscriber');
  const of = <T extends keyof EnginePackets>(topic: T): EnginePackets[T][] =>
    director.heard.flatMap((one) => (one.topic === topic ? [one.packet as EnginePackets[T]] : []));
  await until('five packets of loudness', () => of('loudness').length >= 5, LONG);
  const meters = of('meters');
  // 15 a second, whatever else this machine has to do.
  expect(meters.length).toBeGreaterThan(30);
  const { sources, master } = meters.at(-1) ?? { sources: {}, master: [0, 0, 1] };
  for (const [peakDb, rmsDb, clipped] of [sources[main], sources[other], master].map(
    (one) => one ?? [0, 0, 1],
  )) {
    expect(Math.abs((peakDb ?? 0) - 20 * Math.log10(VOLUME))).toBeLessThan(1);
    expect(Math.abs((rmsDb ?? 0) - 20 * Math.log10(VOLUME / Math.SQRT2))).toBeLessThan(1);
    expect(clipped).toBe(0);
  }
  expect(of('loudness')[0]).toHaveProperty('line');
  // A sine of this level in both channels.
  expect(of('loudness').at(-1)?.momentary).toBeGreaterThan(-17);
  expect(of('loudness').at(-1)?.momentary).toBeLessThan(-14);
  expect(phone.heard).toEqual([]);
  await Promise.all([phone.room.disconnect(), director.room.disconnect()]);
});

test('faders, mutes, pan, modes and delay are on the air as they were set', async () => {
  const [main = '', other = ''] = engine.ids;
  const [camera, second] = engine.cameras;
  if (!camera || !second) throw new Error('There are no cameras.');
  second.toneHz = OTHER_HZ;
  camera.volume = second.volume = VOLUME;
  const set = async (body: unknown) => {
    const { status, json } = await engine.api('PATCH', '/sound', body);
    expect({ status, json }).toMatchObject({ status: 200 });
  };
  expect((await engine.api('POST', '/cut', { cameraId: main })).status).toBe(200);
  const settings: [name: string, body: unknown][] = [
    ['start', { mode: 'follow' }],
    ['-12 dB', { sources: { [main]: { gainDb: -12 } } }],
    ['+6 dB', { sources: { [main]: { gainDb: 6 } } }],
    ['master -6 dB', { sources: { [main]: { gainDb: 0 } }, master: { gainDb: -6 } }],
    ['master muted', { master: { gainDb: 0, muted: true } }],
    ['fixed', { mode: 'fixed', master: { muted: false } }],
    ['main muted', { sources: { [main]: { muted: true } } }],
    ['main to the right', { sources: { [main]: { muted: false, pan: 1 } } }],
    ['follow, other fixed', { mode: 'follow', sources: { [main]: { pan: 0 }, [other]: { mode: 'fixed' } } }],
    ['low cut at 300 Hz', { sources: { [main]: { lowCut: true, lowCutHz: 300 }, [other]: { mode: null } } }],
  ];
  for (const [i, [, body]] of settings.entries()) {
    await set(body);
    camera.luma = GREYS[i] ?? 0;
    await engine.programFor(2.5);
  }
  // Flashes of picture and sound, without a delay and with one.
  await set({ sources: { [main]: { lowCut: false } } });
  for (const { delayMs, grey } of FLASHES) {
    await set({ sources: { [main]: { delayMs } } });
    for (let flash = 0; flash < 3; flash += 1) {
      [camera.volume, camera.luma] = [0, DARK];
      await engine.programFor(1.2);
      [camera.volume, camera.luma] = [VOLUME, grey];
      await engine.programFor(1);
    }
  }
  const file = await engine.recording();
  const [seen, left, right] = await Promise.all([
    lumas(file),
    decodeSound(file, 48_000, 'left'),
    decodeSound(file, 48_000, 'right'),
  ]);
  const during = (name: string, hz: number, heard: DecodedSound = left) => {
    const grey = GREYS[settings.findIndex(([one]) => one === name)] ?? 0;
    const times = seen.flatMap(({ atMs, luma }) => (isGrey(luma, grey) ? [atMs] : []));
    const [fromMs = 0, toMs = 0] = [times[0], times.at(-1)];
    expect(toMs - fromMs).toBeGreaterThan(1_500);
    return levelOf(heard, hz, fromMs + 600, toMs - 200);
  };
  const start = during('start', MAIN_HZ);
  expect(Math.abs(db(start, VOLUME))).toBeLessThan(0.5);
  expect(during('start', OTHER_HZ)).toBeLessThan(0.002);
  expect(Math.abs(db(during('-12 dB', MAIN_HZ), start) + 12)).toBeLessThan(0.5);
  expect(Math.abs(db(during('+6 dB', MAIN_HZ), start) - 6)).toBeLessThan(0.5);
  expect(Math.abs(db(during('master -6 dB', MAIN_HZ), start) + 6)).toBeLessThan(0.5);
  expect(during('master muted', MAIN_HZ)).toBeLessThan(0.001);
  for (const hz of [MAIN_HZ, OTHER_HZ]) {
    expect(Math.abs(db(during('fixed', hz), start))).toBeLessThan(0.5);
  }
  expect(during('main muted', MAIN_HZ)).toBeLessThan(0.002);
  expect(Math.abs(db(during('main muted', OTHER_HZ), start))).toBeLessThan(0.5);
  expect(during('main to the right', MAIN_HZ)).toBeLessThan(0.005);
  expect(Math.abs(db(during('main to the right', MAIN_HZ, right), start))).toBeLessThan(0.5);
  for (const hz of [MAIN_HZ, OTHER_HZ]) {
    expect(Math.abs(db(during('follow, other fixed', hz), start))).toBeLessThan(0.5);
  }
  // A Butterworth of second order with its corner at 300 Hz: 0.85 dB down at 440 Hz.
  expect(Math.abs(db(during('low cut at 300 Hz', MAIN_HZ), start) + 0.85)).toBeLessThan(0.5);
  expect(during('low cut at 300 Hz', OTHER_HZ)).toBeLessThan(0.002);

  const [now = 0, later = 0] = FLASHES.map(({ grey }) =>
    median(beginnings(seen, grey).map((atMs) => beginOf(left, atMs) - atMs)),
  );
  process.stdout.write(
    `sound after its picture: ${now.toFixed(0)} ms, with a delay of 500 ms ${later.toFixed(0)} ms\n`,
  );
  // Within one frame.
  expect(Math.abs(later - now - 500)).toBeLessThan(1000 / 30);
});

/** When the tone begins, looked for from 200 ms before a moment on, ms. */
function beginOf(sound: DecodedSound, nearMs: number): number {
  for (let ms = nearMs - 200; ms < nearMs + 1_000; ms += 1) {
    if (amplitudeOf(sound, MAIN_HZ, ms, ms + 10) > VOLUME / 2) return ms + 5;
  }
  throw new Error('The tone does not begin.');
}
