import { describe, expect, it } from 'vitest';
import { packetizeH264, packetizeOpus, RtpWriter, splitAnnexB } from './sender';

const nal = (type: number, bytes: number) =>
  Buffer.concat([Buffer.from([0x60 | type]), Buffer.alloc(bytes, 7)]);
const startCode = Buffer.from([0, 0, 0, 1]);

describe('packetize', () => {
  it('finds NAL units after long and short start codes', () => {
    const data = Buffer.concat([
      startCode,
      nal(7, 4),
      startCode.subarray(1),
      nal(8, 2),
      startCode,
      nal(5, 9),
    ]);
    expect(splitAnnexB(data)).toEqual([nal(7, 4), nal(8, 2), nal(5, 9)]);
  });

  it('puts a large unit into fragments that give the unit again, marker on the last', () => {
    const unit = nal(5, 5_000);
    const packets = packetizeH264(
      new RtpWriter(),
      Buffer.concat([startCode, nal(7, 3), startCode, unit]),
      90_000,
    );
    expect(packets.every((p) => p.length <= 1_200 && p.readUInt32BE(4) === 90_000)).toBe(true);
    expect(packets.map((p) => p.readUInt16BE(2))).toEqual(packets.map((_, i) => i));
    expect(packets.map((p) => (p[1] ?? 0) >> 7)).toEqual(
      packets.map((_, i) => (i === packets.length - 1 ? 1 : 0)),
    );
    const fragments = packets.slice(1).map((p) => p.subarray(12));
    expect((fragments[0]?.[1] ?? 0) & 0xc0).toBe(0x80);
    expect((fragments.at(-1)?.[1] ?? 0) & 0xc0).toBe(0x40);
    const header = Buffer.from([((fragments[0]?.[0] ?? 0) & 0xe0) | ((fragments[0]?.[1] ?? 0) & 0x1f)]);
    expect(Buffer.concat([header, ...fragments.map((f) => f.subarray(2))])).toEqual(unit);
  });

  it('wraps sequence number and timestamp', () => {
    const writer = new RtpWriter();
    const last = Array.from({ length: 65_537 }, () =>
      packetizeOpus(writer, Buffer.from([1]), 2 ** 32 + 5),
    ).at(-1);
    expect([last?.readUInt16BE(2), last?.readUInt32BE(4)]).toEqual([0, 5]);
  });
});
