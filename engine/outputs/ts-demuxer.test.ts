import { expect, it } from 'vitest';
import { TsDemuxer, type MediaUnit } from './ts-demuxer';

const PMT_PID = 0x1000;
const SOUND = 0x101;

/** One packet that begins a unit, filled up. */
function packet(pid: number, body: number[]): Buffer {
  const out = Buffer.alloc(188, 0xff);
  out[0] = 0x47;
  out.writeUInt16BE(0x4000 | pid, 1);
  out[3] = 0x10;
  Buffer.from(body).copy(out, 4);
  return out;
}

const PAT = packet(0, [0, 0, 0xb0, 13, 0, 1, 0xc1, 0, 0, 0, 1, 0xf0, 0]);
const PMT = packet(PMT_PID, [0, 2, 0xb0, 18, 0, 1, 0xc1, 0, 0, 0xe1, 1, 0xf0, 0, 0x0f, 0xe1, 1, 0xf0, 0]);
/** A unit of sound with PTS 90,000 and one byte, which says that so many bytes follow its length. */
const sound = (length: number) =>
  packet(SOUND, [0, 0, 1, 0xc0, 0, length, 0x80, 0x80, 5, 0x21, 0, 5, 0xbf, 0x21, 0x55]);

function unitsOf(...packets: Buffer[]): MediaUnit[] {
  const units: MediaUnit[] = [];
  new TsDemuxer(
    (unit) => units.push(unit),
    (time) => time,
  ).push(Buffer.concat([PAT, PMT, ...packets]));
  return units;
}

it('gives a unit that says its length as soon as it is whole', () => {
  expect(unitsOf(sound(9))).toEqual([{ kind: 'audio', pts: 90_000, dts: 90_000, data: Buffer.from([0x55]) }]);
});

it('takes a unit that says to be shorter than its own header for an empty one', () => {
  expect(unitsOf(sound(1)).map(({ data }) => data.length)).toEqual([0]);
});
