import { expect, test } from 'vitest';
import { TS_PACKET } from '../ts-packets';
import { type Segment, Segmenter } from './segmenter';

const PMT = 0x1000;
const VIDEO = 0x100;
const AUDIO = 0x101;

function packet(pid: number, body: number[], key = false): Buffer {
  const out = Buffer.alloc(TS_PACKET, 0xff);
  out[0] = 0x47;
  out.writeUInt16BE(0x4000 | pid, 1);
  out[3] = key ? 0x30 : 0x10;
  if (key) out.set([1, 0x40], 4);
  out.set(body, key ? 6 : 4);
  return out;
}

const pat = packet(0, [0, 0, 0xb0, 13, 0, 1, 0xc1, 0, 0, 0, 1, 0xf0, 0]);
const pmt = packet(PMT, [0, 2, 0xb0, 18, 0, 1, 0xc1, 0, 0, 0xe1, 0, 0xf0, 0, 0x1b, 0xe1, 0, 0xf0, 0]);

/** The header of a picture's PES packet; PTS in 90 kHz, 33 bits. */
function picture(pts: number, key = false): Buffer {
  const high = Math.floor(pts / 2 ** 30) & 7;
  const bytes = [0x21 | (high << 1), (pts / 2 ** 22) & 0xff, ((pts >> 14) & 0xfe) | 1, (pts >> 7) & 0xff];
  return packet(VIDEO, [0, 0, 1, 0xe0, 0, 0, 0x80, 0x80, 5, ...bytes, ((pts << 1) & 0xfe) | 1], key);
}

/** Pictures of 30 a second with a keyframe each second, and sound between them. */
function program(fromPts: number, pictures: number): Buffer {
  const parts: Buffer[] = [pat, pmt];
  for (let i = 0; i < pictures; i++) {
    parts.push(picture((fromPts + i * 3000) % 2 ** 33, i % 30 === 0), packet(AUDIO, [i & 0xff]));
    if (i % 3 === 0) parts.push(pat, pmt);
  }
  return Buffer.concat(parts);
}

function cut(feed: (segmenter: Segmenter) => void): Segment[] {
  const segments: Segment[] = [];
  const segmenter = new Segmenter(2, (segment) => segments.push(segment));
  feed(segmenter);
  segmenter.end();
  return segments;
}

const isTable = (data: Buffer, at: number) =>
  [pat, pmt].some((table) => table.equals(data.subarray(at, at + TS_PACKET)));

test('every segment begins with tables and a keyframe, and is two seconds long but for the last', () => {
  const segments = cut((segmenter) => segmenter.push(program(90_000, 30 * 5)));
  expect(segments.map(({ durationS, beginPts, gap }) => [beginPts, durationS, gap])).toEqual([
    [90_000, 2, false],
    [270_000, 2, false],
    [450_000, 1, false],
  ]);
  for (const { data } of segments) {
    expect(data.subarray(0, 2 * TS_PACKET)).toEqual(Buffer.concat([pat, pmt]));
    expect(data.subarray(2 * TS_PACKET, 3 * TS_PACKET)[5]).toBe(0x40);
  }
});

test('nothing is lost and nothing is twice, however the packets come', () => {
  const whole = program(90_000, 200);
  const wanted: Buffer[] = [];
  for (let at = 0; at < whole.length; at += TS_PACKET)
    if (!isTable(whole, at)) wanted.push(whole.subarray(at, at + TS_PACKET));
  for (const packets of [1, 7, 1000]) {
    const segments = cut((segmenter) => {
      for (let at = 0; at < whole.length; at += packets * TS_PACKET)
        segmenter.push(whole.subarray(at, at + packets * TS_PACKET));
    });
    const got: Buffer[] = [];
    for (const { data } of segments)
      for (let at = 0; at < data.length; at += TS_PACKET)
        if (!isTable(data, at)) got.push(data.subarray(at, at + TS_PACKET));
    expect(Buffer.concat(got).equals(Buffer.concat(wanted))).toBe(true);
  }
});

test('time that begins again after 26.5 hours makes no segment longer or shorter', () => {
  const segments = cut((segmenter) => segmenter.push(program(2 ** 33 - 100_000, 30 * 6)));
  expect(segments.map(({ durationS }) => durationS)).toEqual([2, 2, 2]);
});

test('after the end of a run the next one is cut by its own tables and times', () => {
  const segments = cut((segmenter) => {
    segmenter.push(program(900_000, 45));
    segmenter.end();
    segmenter.push(program(90_000, 60));
  });
  expect(segments.map(({ beginPts, durationS }) => [beginPts, durationS])).toEqual([
    [900_000, 1.5],
    [90_000, 2],
  ]);
});

test('a stream without keyframes is let go, and the segment after it says so', () => {
  const noise = Buffer.concat(Array.from({ length: 10_000 }, (_, i) => picture(93_000 + i)));
  const segments = cut((segmenter) => {
    segmenter.push(program(90_000, 1));
    for (let i = 0; i < 10; i++) segmenter.push(noise);
    segmenter.push(program(9_000_000, 60));
  });
  expect(segments).toMatchObject([{ beginPts: 9_000_000, durationS: 2, gap: true }]);
});
