import { describe, expect, it } from 'vitest';
import { readSendStats, sendRates } from './send-stats';

const layer = (rid: string, width: number, fps: number, bytesSent: number, limited = 'none') => ({
  id: `out-${rid}`,
  type: 'outbound-rtp',
  kind: 'video',
  rid,
  frameWidth: width,
  frameHeight: (width * 9) / 16,
  framesPerSecond: fps,
  bytesSent,
  packetsSent: bytesSent / 1000,
  qualityLimitationReason: limited,
  codecId: 'c1',
});
const codec = { id: 'c1', type: 'codec', mimeType: 'video/H264' };
const farEnd = (packetsLost: number, timestamp: number) => ({
  type: 'remote-inbound-rtp',
  kind: 'video',
  packetsLost,
  timestamp,
});
const pair = { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.042 };

describe('what the phone sends', () => {
  it('shows the largest layer that is really sent', () => {
    const paused = { ...layer('f', 1280, 0, 500_000), active: false };
    const reading = readSendStats([paused, layer('h', 640, 30, 100_000), codec, pair], 1000);
    expect(reading).toMatchObject({ width: 640, height: 360, fps: 30, codec: 'H264', rttMs: 42 });
  });

  it('makes rates of counters, over all layers and the sound', () => {
    const sound = { type: 'outbound-rtp', kind: 'audio', bytesSent: 0, packetsSent: 0 };
    const before = readSendStats([layer('f', 1280, 30, 0), layer('h', 640, 30, 0), sound, farEnd(0, 1)], 0);
    const now = readSendStats(
      [
        layer('f', 1280, 30, 500_000),
        layer('h', 640, 30, 100_000),
        { ...sound, bytesSent: 16_000, packetsSent: 100 },
        farEnd(70, 2),
      ],
      2000,
    );
    expect(sendRates(before, now)).toMatchObject({ kbps: 2464, loss: 0.1, width: 1280 });
  });

  it('has no rate without a reading before, nor across a new connection', () => {
    const first = readSendStats([layer('f', 1280, 30, 900_000)], 1000);
    expect(sendRates(null, first)).toMatchObject({ kbps: 0, loss: 0 });
    const anew = readSendStats([layer('f', 1280, 30, 10_000)], 3000);
    expect(sendRates(first, anew)).toMatchObject({ kbps: 0, loss: 0 });
  });

  it('names the worst limit', () => {
    const entries = [layer('f', 1280, 20, 1, 'cpu'), layer('h', 640, 30, 1, 'bandwidth')];
    expect(readSendStats(entries, 0).limited).toBe('cpu');
    expect(readSendStats([], 0).limited).toBe('none');
  });

  it('survives reports of any shape', () => {
    expect(
      readSendStats([null, 'x', { type: 'outbound-rtp', kind: 'video', bytesSent: 'many' }], 0),
    ).toMatchObject({
      bytes: 0,
      width: 0,
      farEndAtMs: null,
    });
  });
});
