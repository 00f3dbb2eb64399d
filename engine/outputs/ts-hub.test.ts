import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { TsHub } from './ts-hub';

const PMT = 0x1000;
const VIDEO = 0x100;

function packet(
  pid: number,
  options: { start?: boolean; key?: boolean; body?: number[]; mark?: number } = {},
): Buffer {
  const out = Buffer.alloc(188, 0xff);
  out[0] = 0x47;
  out.writeUInt16BE((options.start ? 0x4000 : 0) | pid, 1);
  let at = 4;
  out[3] = 0x10;
  if (options.key) {
    out[3] = 0x30;
    out[4] = 1;
    out[5] = 0x40;
    at = 6;
  }
  Buffer.from(options.body ?? []).copy(out, at);
  out[187] = options.mark ?? 0;
  return out;
}

const pat = packet(0, { start: true, body: [0, 0, 0xb0, 13, 0, 1, 0xc1, 0, 0, 0, 1, 0xf0, 0] });
const pmt = packet(PMT, {
  start: true,
  body: [0, 2, 0xb0, 23, 0, 1, 0xc1, 0, 0, 0xe1, 0, 0xf0, 0, 0x0f, 0xe1, 1, 0xf0, 0, 0x1b, 0xe1, 0, 0xf0, 0],
});
/** PES header with PTS = 90,000. */
const pes = [0, 0, 1, 0xe0, 0, 0, 0x80, 0x80, 5, 0x21, 0, 0x05, 0xbf, 0x21];
const keyframe = (mark: number) => packet(VIDEO, { start: true, key: true, body: pes, mark });
const picture = (mark: number) => packet(VIDEO, { start: true, body: pes, mark });
const tables = [pat, pmt];

/** A sink whose writes finish when the test lets them. */
class Sink extends Writable {
  readonly got: Buffer[] = [];
  held: (() => void)[] = [];
  hold = false;

  constructor() {
    super({ highWaterMark: 1 });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.got.push(chunk);
    if (this.hold) this.held.push(done);
    else done();
  }

  /** Last bytes of all packets but the tables. */
  marks(): number[] {
    const all = Buffer.concat(this.got);
    const marks: number[] = [];
    for (let at = 0; at < all.length; at += 188) {
      const pid = all.readUInt16BE(at + 1) & 0x1fff;
      if (pid === VIDEO) marks.push(all[at + 187] ?? -1);
    }
    return marks;
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('TsHub', () => {
  it('begins a late joiner with tables and the last keyframe', () => {
    const hub = new TsHub();
    hub.push(Buffer.concat([...tables, keyframe(1), picture(2), keyframe(3), picture(4)]));
    const sink = new Sink();
    const begins: number[] = [];
    hub.feed(sink, 1e6, (pts) => begins.push(pts));
    hub.push(picture(5));
    expect(Buffer.concat(sink.got).subarray(0, 376)).toEqual(Buffer.concat(tables));
    expect(sink.marks()).toEqual([3, 4, 5]);
    expect(begins).toEqual([hub.primePts]);
    expect(hub.primePts).toBe(90_000);
  });

  it('lets an early joiner wait for the first keyframe', () => {
    const hub = new TsHub();
    const sink = new Sink();
    hub.feed(sink, 1e6);
    hub.push(Buffer.concat([...tables, picture(1)]));
    expect(sink.got).toEqual([]);
    hub.push(keyframe(2));
    expect(sink.marks()).toEqual([2]);
    expect(Buffer.concat(sink.got).subarray(0, 376)).toEqual(Buffer.concat(tables));
  });

  it('gives whole packets however the bytes are cut, and finds them again after rubbish', () => {
    const hub = new TsHub();
    const sink = new Sink();
    hub.feed(sink, 1e6);
    const stream = Buffer.concat([
      ...tables,
      keyframe(1),
      picture(2),
      Buffer.from([1, 2, 3]),
      picture(3),
      picture(4),
    ]);
    for (let at = 0; at < stream.length; at += 77) hub.push(stream.subarray(at, at + 77));
    expect(sink.got.every((chunk) => chunk.length % 188 === 0 && chunk[0] === 0x47)).toBe(true);
    expect(sink.marks().slice(0, 2)).toEqual([1, 2]);
    expect(sink.marks().at(-1)).toBe(4);
  });

  it('leaves out everything up to the next keyframe for a slow output, and nothing for its neighbour', async () => {
    const hub = new TsHub();
    const slow = new Sink();
    const quick = new Sink();
    slow.hold = true;
    const feed = hub.feed(slow, 188 * 8);
    hub.feed(quick, 188 * 8);
    hub.push(Buffer.concat([...tables, keyframe(1)]));
    for (let mark = 2; mark < 30; mark++) hub.push(picture(mark));
    expect(feed.queuedBytes).toBeLessThanOrEqual(188 * 8);
    expect(feed.droppedBytes).toBeGreaterThan(0);
    hub.push(keyframe(30));
    hub.push(picture(31));
    slow.hold = false;
    for (const done of slow.held) done();
    await settle();
    expect(slow.marks()).toEqual([1, 30, 31]);
    expect(quick.marks()).toEqual(Array.from({ length: 31 }, (_, i) => i + 1));
  });

  it('forgets the old run when the encoder begins again, and reports it', () => {
    const hub = new TsHub();
    hub.push(Buffer.concat([...tables, keyframe(1), picture(2).subarray(0, 100)]));
    let told = 0;
    hub.onRun(() => told++);
    hub.beginRun();
    expect([told, hub.primePts]).toEqual([1, null]);
    const sink = new Sink();
    hub.feed(sink, 1e6);
    hub.push(Buffer.concat([...tables, keyframe(7)]));
    expect(sink.marks()).toEqual([7]);
  });

  it('hands over what waits before it ends a sink', async () => {
    const hub = new TsHub();
    const sink = new Sink();
    sink.hold = true;
    const feed = hub.feed(sink, 1e6);
    hub.push(Buffer.concat([...tables, keyframe(1)]));
    hub.push(picture(2));
    feed.end();
    hub.push(picture(3));
    sink.hold = false;
    for (const done of sink.held) done();
    await settle();
    expect(sink.marks()).toEqual([1, 2]);
    expect(sink.writableEnded).toBe(true);
  });
});
