import { expect, test } from 'vitest';
import { FPS, type LoopSeconds } from '../mark/code';
import { playOf } from './play';

/** Metres a second; the fastest man has run 12.4. */
const MAX_SPEED = 12;

const LOOPS: LoopSeconds[] = [20, 60];

for (const seconds of LOOPS) {
  test(`nobody outruns a sprinter in the loop of ${seconds} s, not even where its end meets its beginning`, () => {
    const play = playOf(seconds);
    for (let frame = 0; frame < play.frames; frame++) {
      const before = play.poses(frame);
      const after = play.poses((frame + 1) % play.frames);
      before.forEach((pose, i) => {
        const next = after[i] ?? pose;
        expect(Math.hypot(next.x - pose.x, next.y - pose.y) * FPS).toBeLessThan(MAX_SPEED);
      });
      expect(Math.abs(play.ball(frame).x)).toBeLessThan(54);
    }
  });
}

test('a stride goes on over the seam of the loop', () => {
  const play = playOf(20);
  play.poses(play.frames - 1).forEach((last, i) => {
    const first = play.poses(0)[i];
    const turn = (first?.stride ?? 0) - last.stride;
    const rest = ((turn % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
    expect(rest).toBeLessThan(0.6);
  });
});
