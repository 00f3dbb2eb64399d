import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ChunkReader, type InMessage } from './chunk-reader';
import { ChunkWriter } from './chunk-writer';

const video = (timestamp: number, bytes: number) => ({
  chunkStream: 4,
  type: 9,
  messageStream: 1,
  timestamp,
  body: Buffer.alloc(bytes, 7),
});

function read(bytes: Buffer, cut = bytes.length): InMessage[] {
  const messages: InMessage[] = [];
  const reader = new ChunkReader((message) => messages.push(message));
  for (let at = 0; at < bytes.length; at += cut) reader.push(bytes.subarray(at, at + cut));
  return messages;
}

describe('ChunkWriter', () => {
  it('cuts a message of 307 bytes as in the example of the specification (5.3.2.2)', () => {
    const out = new ChunkWriter().write(video(1000, 307));
    expect(out.length).toBe(12 + 128 + 1 + 128 + 1 + 51);
    expect(out.subarray(0, 12)).toEqual(Buffer.from([4, 0, 3, 0xe8, 0, 1, 0x33, 9, 1, 0, 0, 0]));
    expect([out[140], out[269]]).toEqual([0xc4, 0xc4]);
  });

  it('tells what has passed from the second message on', () => {
    const writer = new ChunkWriter();
    writer.write(video(1000, 10));
    const out = writer.write(video(1033, 10));
    expect(out.subarray(0, 8)).toEqual(Buffer.from([0x44, 0, 0, 33, 0, 0, 10, 9]));
    expect(out.length).toBe(18);
  });

  it('writes times of more than 4.6 hours in four bytes, and wraps after 49.7 days', () => {
    const writer = new ChunkWriter();
    const out = writer.write(video(0x1000000, 200));
    expect(out.subarray(0, 4)).toEqual(Buffer.from([4, 0xff, 0xff, 0xff]));
    expect(out.readUInt32BE(12)).toBe(0x1000000);
    expect(out.subarray(16 + 128, 16 + 128 + 5)).toEqual(Buffer.from([0xc4, 1, 0, 0, 0]));
    expect(new ChunkWriter().write(video(2 ** 32 + 5, 1)).readUIntBE(1, 3)).toBe(5);
  });

  it('says the whole time again rather than going back', () => {
    const writer = new ChunkWriter();
    writer.write(video(1000, 10));
    expect(writer.write(video(900, 10))[0]).toBe(4);
  });
});

describe('ChunkReader', () => {
  it('reads what the writer writes, however it is cut', () => {
    const writer = new ChunkWriter();
    const bytes = Buffer.concat([1000, 1033, 0x2000000].map((at) => writer.write(video(at, 300))));
    for (const cut of [1, 7, 128, 1000]) {
      expect(read(bytes, cut)).toEqual(
        [0, 1, 2].map(() => ({ type: 9, messageStream: 1, body: Buffer.alloc(300, 7) })),
      );
    }
  });

  it('puts messages together whose chunks are mixed', () => {
    const [a, b] = [new ChunkWriter(), new ChunkWriter()];
    const first = a.write(video(0, 200));
    const second = b.write({ ...video(0, 200), chunkStream: 5, type: 8 });
    const mixed = [
      first.subarray(0, 140),
      second.subarray(0, 140),
      first.subarray(140),
      second.subarray(140),
    ];
    expect(read(Buffer.concat(mixed)).map(({ type }) => type)).toEqual([9, 8]);
  });

  it('reads chunk streams with numbers of two and three bytes', () => {
    const body = [0, 0, 0, 0, 0, 1, 20, 0, 0, 0, 0, 0x55];
    expect(read(Buffer.from([0, 36, ...body, 1, 36, 1, ...body])).length).toBe(2);
  });

  it('goes on with a larger chunk size, and forgets a message that is given up', () => {
    const messages: InMessage[] = [];
    const reader = new ChunkReader((message) => messages.push(message));
    const writer = new ChunkWriter();
    reader.push(writer.write(video(0, 200)).subarray(0, 140));
    reader.abort(4);
    reader.setChunkBytes(4096);
    writer.setChunkBytes(4096);
    reader.push(writer.write(video(5, 3000)));
    expect(messages.map(({ body }) => body.length)).toEqual([3000]);
  });

  it.each([
    ['a message of 16 MB', [3, 0, 0, 0, 0xff, 0xff, 0xff, 20, 0, 0, 0, 0]],
    ['a chunk stream without a header', [0xc3, 0]],
    [
      'a message within another',
      [3, 0, 0, 0, 0, 1, 0, 20, 0, 0, 0, 0, ...Array<number>(128).fill(0), 3, ...Array<number>(11).fill(0)],
    ],
  ])('refuses %s', (_what, bytes) => {
    expect(() => read(Buffer.from(bytes))).toThrow(RangeError);
  });

  it('holds messages in chunks of one byte in no more than their own size', () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    const heldMb = (): number => {
      if (typeof collect === 'function') collect();
      const { heapUsed, external } = process.memoryUsage();
      return (heapUsed + external) / 1e6;
    };
    const reader = new ChunkReader(() => undefined);
    reader.setChunkBytes(1);
    const streams = Array.from({ length: 50 }, (_, i) => i + 3);
    for (const id of streams) reader.push(Buffer.from([id, 0, 0, 0, 0, 0xff, 0xff, 20, 0, 0, 0, 0, 0]));
    const round = Buffer.from(streams.flatMap((id) => [0xc0 | id, 0]));
    const before = heldMb();
    // Half a million chunks; each as a buffer of its own took 70 MB.
    for (let rounds = 0; rounds < 10_000; rounds++) reader.push(round);
    expect(heldMb() - before).toBeLessThan(10);
    reader.push(Buffer.alloc(0));
  });

  it('takes the bytes of a chunk as they come, one by one', () => {
    const messages: InMessage[] = [];
    const reader = new ChunkReader((message) => messages.push(message));
    const bytes = new ChunkWriter().write(video(1000, 100));
    for (const byte of bytes) {
      expect(messages).toEqual([]);
      reader.push(Buffer.from([byte]));
    }
    expect(messages).toEqual([{ type: 9, messageStream: 1, body: Buffer.alloc(100, 7) }]);
  });

  it('stays whole and small whatever it is sent', () => {
    let seed = 1;
    const random = (): number => (seed = (seed * 48271) % 2147483647);
    for (let round = 0; round < 2000; round++) {
      const bytes = Buffer.from(Array.from({ length: 1 + (random() % 400) }, () => random() & 0xff));
      try {
        read(bytes, 1 + (random() % 50));
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }
  });
});
