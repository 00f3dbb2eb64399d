import { describe, expect, it } from 'vitest';
import { watchdog } from './watchdog';

/** A clock that the test advances; the watchdog is polled every 250 ms as by the supervisor. */
function watched() {
  let now = 0;
  const dog = watchdog(() => now);
  return {
    dog,
    /** Whether it found a hang within so many ms. */
    pass(ms: number): boolean {
      for (const end = now + ms; now < end;) {
        now += 250;
        if (dog.hangs()) return true;
      }
      return false;
    },
    sleep: (ms: number) => (now += ms),
  };
}

describe('the watchdog', () => {
  it('is content as long as frames are written', () => {
    const { dog, pass } = watched();
    for (let frames = 0; frames < 600; frames += 30) {
      dog.progress({ frames, programs: 1 });
      expect(pass(1000)).toBe(false);
    }
  });

  it('finds an engine that says nothing any more within three seconds', () => {
    const { dog, pass } = watched();
    dog.progress({ frames: 30, programs: 1 });
    expect(pass(2_750)).toBe(false);
    expect(pass(500)).toBe(true);
  });

  it('finds an engine that talks and writes no frame', () => {
    const { dog, pass } = watched();
    dog.progress({ frames: 30, programs: 1 });
    for (let second = 0; second < 2; second += 1) {
      pass(1000);
      dog.progress({ frames: 30, programs: 1 });
    }
    expect(pass(1_250)).toBe(true);
  });

  it('leaves an engine without a program in peace, and one that has just begun one', () => {
    const { dog, pass } = watched();
    for (let second = 0; second < 10; second += 1) {
      dog.progress({ frames: 30, programs: 0 });
      expect(pass(1000)).toBe(false);
    }
    dog.progress({ frames: 30, programs: 1 });
    expect(pass(2_500)).toBe(false);
  });

  it('does not take the sleep of the whole machine for a hang', () => {
    const { dog, pass, sleep } = watched();
    dog.progress({ frames: 30, programs: 1 });
    sleep(60_000);
    expect(pass(2_500)).toBe(false);
  });

  it('says it once, and waits for the next engine’s first word', () => {
    const { dog, pass } = watched();
    dog.progress({ frames: 30, programs: 1 });
    expect(pass(4_000)).toBe(true);
    expect(pass(60_000)).toBe(false);
  });
});
