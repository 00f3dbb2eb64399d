import { describe, expect, it } from 'vitest';
import { Flow } from './flow';

const BURST = 100_000;
const WINDOW = 32_000;

/** Sends `bytes` that the kernel takes at once. */
function sent(flow: Flow, bytes: number, atMs: number): void {
  flow.write(bytes, atMs);
  flow.taken(bytes, atMs);
}

/** A flow on which three windows were sent and acknowledged. */
function steady(): Flow {
  const flow = new Flow(BURST, 0);
  for (let i = 1; i <= 3; i++) {
    sent(flow, WINDOW, i * 100);
    flow.acknowledged(i * WINDOW, i * 100);
  }
  return flow;
}

describe('Flow', () => {
  it('is never silent while there is nothing to send', () => {
    const flow = new Flow(BURST, 0);
    sent(flow, 1000, 0);
    expect(flow.silentMs(60_000)).toBe(0);
  });

  it('counts from the moment at which something began to wait', () => {
    const flow = new Flow(BURST, 0);
    sent(flow, 1000, 0);
    flow.write(1000, 50_000);
    expect(flow.silentMs(51_000)).toBe(1_000);
    flow.taken(400, 51_000);
    expect(flow.silentMs(53_000)).toBe(2_000);
    expect(flow.bytes).toBe(1_400);
  });

  it('believes acknowledgements over the kernel once they come regularly', () => {
    const flow = steady();
    sent(flow, 2 * WINDOW, 400);
    expect(flow.silentMs(5_000)).toBe(0);
    sent(flow, 1, 500);
    expect(flow.silentMs(5_000)).toBe(4_700);
  });

  it('sends no more than so much ahead of a server that is slow, and sees that it is not silent', () => {
    const flow = steady();
    sent(flow, 2 * WINDOW + BURST, 400);
    expect(flow.open).toBe(false);
    flow.acknowledged(4 * WINDOW, 1_700);
    expect([flow.open, flow.silentMs(2_000)]).toEqual([true, 300]);
  });

  it('goes on where numbers begin again, when they are used up or earlier', () => {
    for (const early of [0, 2 ** 28]) {
      const flow = new Flow(BURST, 0);
      const near = 2 ** 32 - early - WINDOW / 2;
      sent(flow, near, 0);
      flow.acknowledged(near, 0);
      for (let i = 0; i < 4; i++) {
        sent(flow, WINDOW, i);
        flow.acknowledged((early > 0 ? i * WINDOW + 5 : near + (i + 1) * WINDOW) % 2 ** 32, i);
      }
      expect([flow.open, flow.silentMs(60_000)]).toEqual([true, 0]);
    }
  });

  it.each([
    ['acknowledged never', []],
    ['greeted once', [3_000]],
    ['says the same all the time', [3_000, 3_000, 3_000, 3_000]],
    ['counts something else', [1, 2, 3, 4, 5]],
  ])('does not expect more of a server that %s', (_what, sequences) => {
    const flow = new Flow(BURST, 0);
    sent(flow, 1_000_000, 0);
    for (const sequence of sequences) flow.acknowledged(sequence, 0);
    sent(flow, 50_000_000, 0);
    expect([flow.open, flow.silentMs(60_000)]).toEqual([true, 0]);
  });
});
