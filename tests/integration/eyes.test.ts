import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureLoop } from '../../demo/loop/cache';
import { FPS } from '../../demo/mark/code';
import {
  avOffsets,
  blackFrames,
  decodeFrames,
  decodeSound,
  findBeeps,
  ptsGaps,
  readMark,
  toneOf,
} from '../support/eyes/eyes';

/** The real rendered loop, as it comes out of real encoders. */
const CAMERAS = [1, 2, 3, 4];
const SECONDS = 20;
const scratch = mkdtempSync(join(tmpdir(), 'touchline-eyes-'));
let loop = '';

beforeAll(async () => {
  loop = await ensureLoop({ width: 640, height: 360, seconds: SECONDS, cameras: CAMERAS });
}, 180_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function ffmpeg(...args: string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);
  if (status !== 0) throw new Error(stderr.toString());
}

/** The loop of one camera as a file with picture and sound, encoded once more. */
function film(camera: number, name: string, ...options: string[]): string {
  const file = join(scratch, name);
  const picture = ['-r', String(FPS), '-i', join(loop, `camera-${camera}.h264`)];
  ffmpeg(
    ...picture,
    '-i',
    join(loop, `camera-${camera}.opus`),
    '-map',
    '0:v',
    '-map',
    '1:a',
    ...options,
    file,
  );
  return file;
}

const BAD = [
  '-c:v',
  'libx264',
  '-preset',
  'veryfast',
  '-b:v',
  '200k',
  '-maxrate',
  '200k',
  '-bufsize',
  '100k',
];
/**
 * The Ogg holds a second of lead-in, of which its decoder takes the encoder's look-ahead (312 samples) away.
 */
const LOOP_ONLY = `atrim=start=${1 - 312 / 48_000}:duration=${SECONDS},asetpts=PTS-STARTPTS`;
const sound = (filter = LOOP_ONLY): string[] => ['-c:a', 'aac', '-b:a', '96k', '-af', filter];

for (const camera of CAMERAS) {
  test(`camera ${camera} is read in every tenth frame at 640 × 360 and in a bad copy of 320 × 180`, async () => {
    const file = film(camera, `bad-${camera}.mp4`, ...BAD, '-an');
    for (const [width, height] of [
      [640, 360],
      [320, 180],
    ] as const) {
      let n = 0;
      for await (const { picture } of decodeFrames(file, { width, height })) {
        if (n % 10 === 0)
          expect(readMark(picture), `frame ${n} at ${width}`).toMatchObject({ camera, frame: n });
        n++;
      }
      expect(n).toBe(SECONDS * FPS);
    }
  });
}

test('a letterbox around the picture does not hide its number', async () => {
  const pad = 'scale=480:270,pad=640:360:70:45';
  const file = film(1, 'boxed.mp4', '-vf', pad, '-c:v', 'libx264', '-preset', 'veryfast', '-t', '2', '-an');
  let read = 0;
  for await (const { picture } of decodeFrames(file, { width: 640, height: 360 })) {
    if (readMark(picture)?.camera === 1) read++;
  }
  expect(read).toBe(2 * FPS);
});

test('VP8 keeps the number readable, and a flash is seen every five seconds', async () => {
  const file = film(
    3,
    'vp8.webm',
    '-c:v',
    'libvpx',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
    '-b:v',
    '500k',
    '-t',
    '6',
    '-an',
  );
  const flashes: number[] = [];
  let unread = 0;
  for await (const { picture } of decodeFrames(file, { width: 640, height: 360 })) {
    const mark = readMark(picture);
    if (!mark) unread++;
    if (mark?.flash) flashes.push(mark.frame);
  }
  expect(unread).toBe(0);
  expect(flashes).toEqual([0, 1, 2, 150, 151, 152]);
});

test('black and grey pictures have no number, and black frames are found', async () => {
  const file = join(scratch, 'black.mp4');
  ffmpeg('-f', 'lavfi', '-i', 'color=black:s=320x180:r=30:d=0.5', '-c:v', 'libx264', file);
  for await (const { picture } of decodeFrames(file, { width: 320, height: 180 }))
    expect(readMark(picture)).toBeNull();
  expect(await blackFrames(file)).toHaveLength(15);
  const grey = { width: 640, height: 360, data: new Uint8Array(640 * 360).fill(120) };
  expect(readMark(grey)).toBeNull();
  expect(await blackFrames(film(2, 'night.mp4', '-c:v', 'copy', '-t', '2', '-an'))).toEqual([]);
});

test('a missing stretch shows as a gap between presentation times', async () => {
  const drop = `select='not(between(n,20,24))'`;
  const file = film(
    1,
    'gap.mp4',
    '-vf',
    drop,
    '-fps_mode',
    'passthrough',
    '-c:v',
    'libx264',
    '-t',
    '2',
    '-an',
  );
  const gaps = await ptsGaps(file);
  expect(gaps.maxMs).toBeCloseTo(200, 0);
  expect(gaps.steps.filter((step) => step.ms > 100)).toHaveLength(1);
});

test('beeps and tones tell when and whose sound it is', async () => {
  for (const camera of CAMERAS) {
    const heard = await decodeSound(film(camera, `sound-${camera}.mp4`, ...sound(), '-vn'));
    const beeps = findBeeps(heard).map((ms) => ms + heard.startMs);
    expect(beeps).toHaveLength(SECONDS / 5);
    beeps.forEach((ms, i) =>
      expect(Math.abs(ms - i * 5000), `beep ${i} of camera ${camera}`).toBeLessThan(5),
    );
    for (let ms = 300; ms < 4800; ms += 200) expect(toneOf(heard, ms, 200), `at ${ms} ms`).toBe(camera);
  }
  expect(toneOf({ samples: new Float32Array(48_000), rateHz: 48_000 })).toBeNull();
});

test('sound that lags behind its picture is measured to a few milliseconds', async () => {
  const even = await avOffsets(film(1, 'even.mp4', '-c:v', 'copy', ...sound()));
  expect(even).toHaveLength(4);
  for (const ms of even) expect(Math.abs(ms)).toBeLessThan(5);
  const late = await avOffsets(film(1, 'late.mp4', '-c:v', 'copy', ...sound(`${LOOP_ONLY},adelay=80:all=1`)));
  for (const ms of late) expect(Math.abs(ms - 80)).toBeLessThan(6);
});
