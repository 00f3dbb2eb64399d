import { describe, expect, it } from 'vitest';
import { RtpTimeline, wallClockRtp, type RtpKind } from './rtp-timeline';

const NOW = 1_800_000_000_000;
const clock = { video: 90_000, audio: 48_000 };

function rtp(ssrc: number, sequence: number, timestamp: number): Buffer {
  const packet = Buffer.alloc(20);
  packet[0] = 0x80;
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE(timestamp % 2 ** 32, 4);
  packet.writeUInt32BE(ssrc, 8);
  return packet;
}

function report(ssrc: number, unixMs: number, timestamp: number): Buffer {
  const packet = Buffer.alloc(28);
  packet[0] = 0x80;
  packet[1] = 200;
  packet.writeUInt32BE(ssrc, 4);
  packet.writeUInt32BE(Math.floor(unixMs / 1000) + 2_208_988_800, 8);
  packet.writeUInt32BE(Math.floor(((unixMs % 1000) / 1000) * 2 ** 32), 12);
  packet.writeUInt32BE(timestamp % 2 ** 32, 16);
  return packet;
}

const sequenceOf = (packet: Buffer) => packet.readUInt16BE(2);
/** How far a packet lies from a moment on the wall clock, ms. */
function lateMs(packet: Buffer, kind: RtpKind, unixMs: number): number {
  const difference = (packet.readUInt32BE(4) - wallClockRtp(unixMs, clock[kind])) | 0;
  return difference / (clock[kind] / 1000);
}

describe('RtpTimeline', () => {
  it('goes on with the next number and a later time when the encoder begins again', () => {
    const line = new RtpTimeline();
    const first = sequenceOf(line.rewrite('video', rtp(1, 500, 777), NOW));
    line.rewrite('video', rtp(1, 501, 777 + 3_000), NOW + 33);
    const next = line.rewrite('video', rtp(2, 60_000, 4_000_000_000), NOW + 700);
    expect(sequenceOf(next)).toBe(first + 2);
    expect(lateMs(next, 'video', NOW + 700)).toBeCloseTo(0, 0);
  });

  it('wraps sequence numbers and timestamps without a jump', () => {
    const line = new RtpTimeline();
    let before: Buffer | null = null;
    for (let i = 0; i < 70_000; i++) {
      const packet = line.rewrite(
        'video',
        rtp(1, 65_000 + i, 2 ** 32 - 30_000 + i * 3_000),
        NOW + (i * 100) / 3,
      );
      if (before) {
        expect((sequenceOf(packet) - sequenceOf(before)) & 0xffff).toBe(1);
        expect((packet.readUInt32BE(4) - before.readUInt32BE(4)) >>> 0).toBe(3_000);
      }
      before = packet;
    }
  });

  it('leaves a lost packet a hole, so that the receiver knows of it', () => {
    const line = new RtpTimeline();
    const a = sequenceOf(line.rewrite('video', rtp(1, 10, 0), NOW));
    expect(sequenceOf(line.rewrite('video', rtp(1, 13, 9_000), NOW + 100))).toBe(a + 3);
  });

  it('keeps sound and picture together as the encoder made them, however late either arrives', () => {
    const line = new RtpTimeline();
    // Both begin at the same moment of ffmpeg's clock, the sound arrives 85 ms after its picture.
    line.report('video', report(7, NOW - 300, 1_000));
    line.report('audio', report(7, NOW - 300, 2_000));
    line.rewrite('video', rtp(7, 1, 1_000 + 9_000), NOW);
    const sound = line.rewrite('audio', rtp(7, 1, 2_000 + 4_800), NOW + 85);
    expect(lateMs(sound, 'audio', NOW)).toBeCloseTo(0, 0);
  });

  it('corrects the sound once the reports come when it joined in the middle of a run', () => {
    const line = new RtpTimeline();
    line.rewrite('video', rtp(7, 1, 90_000), NOW);
    line.rewrite('audio', rtp(7, 1, 48_000), NOW + 85);
    line.report('video', report(7, NOW, 90_000 + 900));
    line.report('audio', report(7, NOW, 48_000 + 480));
    const picture = line.rewrite('video', rtp(7, 2, 180_000), NOW + 1_000);
    const sound = line.rewrite('audio', rtp(7, 2, 96_000), NOW + 1_085);
    expect(lateMs(picture, 'video', NOW + 1_000)).toBeCloseTo(0, 0);
    expect(lateMs(sound, 'audio', NOW + 1_000)).toBeCloseTo(0, 0);
  });

  it('never steps back when a new run seems to begin in the past', () => {
    const line = new RtpTimeline();
    line.rewrite('audio', rtp(1, 1, 0), NOW);
    const last = line.rewrite('audio', rtp(1, 2, 48_000), NOW + 10);
    const next = line.rewrite('audio', rtp(2, 1, 5), NOW + 20);
    expect((next.readUInt32BE(4) - last.readUInt32BE(4)) | 0).toBeGreaterThan(0);
  });
});
