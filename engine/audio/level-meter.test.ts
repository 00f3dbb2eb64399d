import { expect, test } from 'vitest';
import { LevelMeter, SILENCE_DB } from './level-meter';

function sine(amplitude: number): Int16Array {
  return Int16Array.from({ length: 9600 }, (_, i) =>
    Math.round(amplitude * 32_767 * Math.sin((2 * Math.PI * 1000 * (i >> 1)) / 48_000)),
  );
}

test('a sine of half the scale has its peak at -6 dB and its mean 3 dB below, in either form', () => {
  const meter = new LevelMeter();
  meter.add(sine(0.5));
  expect(meter.take()).toEqual({ peakDb: -6, rmsDb: -9, clipped: false });
  meter.add(Float32Array.from(sine(0.5), (sample) => sample / 32_768));
  expect(meter.take()).toEqual({ peakDb: -6, rmsDb: -9, clipped: false });
});

test('the louder channel counts', () => {
  const meter = new LevelMeter();
  meter.add(sine(0.5).map((sample, i) => (i % 2 === 0 ? 0 : sample)));
  expect(meter.take()).toMatchObject({ peakDb: -6, rmsDb: -9 });
});

test('samples in a row at full scale are clipped, a single one is not; each is said once', () => {
  const meter = new LevelMeter();
  meter.add(Int16Array.from({ length: 20 }, (_, i) => (i === 6 ? 32_767 : 0)));
  expect(meter.take().clipped).toBe(false);
  // Over the edge of two blocks.
  meter.add(Int16Array.from({ length: 20 }, (_, i) => (i >= 16 ? -32_768 : 0)));
  meter.add(Int16Array.from({ length: 20 }, (_, i) => (i < 2 ? 32_767 : 0)));
  expect(meter.take().clipped).toBe(true);
  expect(meter.take()).toEqual({ peakDb: SILENCE_DB, rmsDb: SILENCE_DB, clipped: false });
});
