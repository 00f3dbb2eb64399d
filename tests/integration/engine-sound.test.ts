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

/** When each grey was seen first and last, ms; each is a stretch with one setting. */
async function stretches(file: string): Promise<Map<number, { fromMs: number; toMs: number }>> {
  const seen = new Map<number, { fromMs: number; toMs: number }>();
  for await (const { ptsMs, picture } of decodeFrames(file, SIZE)) {
    const luma = picture.data[180 * SIZE.width + 320] ?? 0;
    const grey = GREYS.find((one) => Math.abs(one - luma) <= NEAR);
    if (grey === undefined) continue;
    const one = seen.get(grey);
    if (one) one.toMs = ptsMs;
    else seen.set(grey, { fromMs: ptsMs, toMs: ptsMs });
  }
  return seen;
}

const GREYS = [50, 62, 74, 86, 98, 110, 122, 134, 146, 158, 170, 182, 194, 206, 218];
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
  // A flash of picture and sound, without a delay and with one.
  await set({ sources: { [main]: { lowCut: false } } });
  for (const [i, delayMs] of [0, 500].entries()) {
    camera.volume = 0;
    camera.luma = 40;
    await set({ sources: { [main]: { delayMs } } });
    await engine.programFor(2);
    camera.volume = VOLUME;
    camera.luma = GREYS[settings.length + i] ?? 0;
    await engine.programFor(2);
  }
  const file = await engine.recording();
  const [seen, left, right] = await Promise.all([
    stretches(file),
    decodeSound(file, 48_000, 'left'),
    decodeSound(file, 48_000, 'right'),
  ]);
  const during = (name: string, hz: number, heard: DecodedSound = left) => {
    const grey = GREYS[settings.findIndex(([one]) => one === name)] ?? 0;
    const { fromMs = 0, toMs = 0 } = seen.get(grey) ?? {};
    expect(toMs - fromMs).toBeGreaterThan(1_500);
    return amplitudeOf(heard, hz, fromMs + 600, toMs - 200);
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

  const [now = 0, later = 0] = [0, 1].map((i) => {
    const { fromMs = 0 } = seen.get(GREYS[settings.length + i] ?? 0) ?? {};
    return beginOf(left, fromMs) - fromMs;
  });
  process.stdout.write(
    `sound after its picture: ${now.toFixed(0)} ms, with a delay of 500 ms ${later.toFixed(0)} ms\n`,
  );
  // Within one frame.
  expect(Math.abs(later - now - 500)).toBeLessThan(1000 / 30);
});

/** When the tone begins, looked for from 300 ms before a moment on, ms. */
function beginOf(sound: DecodedSound, nearMs: number): number {
  for (let ms = nearMs - 300; ms < nearMs + 1_500; ms += 1) {
    if (amplitudeOf(sound, MAIN_HZ, ms, ms + 10) > VOLUME / 2) return ms + 5;
  }
  throw new Error('The tone does not begin.');
}
