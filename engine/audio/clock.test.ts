import { expect, test } from 'vitest';
import { firstSampleOf, samplesOf } from './clock';
import { ProgramSound } from './program-sound';

test.each([25, 30, 50, 60])(
  '10 000 ticks at %i fps hold exactly their share of 48 000 samples a second',
  (fps) => {
    const sound = new ProgramSound(fps);
    let samples = 0;
    for (let tick = 0; tick < 10_000; tick += 1) samples += sound.next(tick, [], 1).length / 2;
    expect(samples).toBe((10_000 * 48_000) / fps);
  },
);

test('a rate that does not divide 48 000 never drifts by more than one sample', () => {
  const fps = 30_000 / 1001;
  let samples = 0;
  for (let tick = 0; tick < 10_000; tick += 1) {
    expect(samples).toBe(firstSampleOf(tick, fps));
    samples += samplesOf(tick, fps);
  }
  expect(Math.abs(samples - (10_000 * 48_000) / fps)).toBeLessThanOrEqual(1);
});
