import { describe, expect, it } from 'vitest';
import { Flow } from './flow';

/** Sends `bytes` that the kernel takes at once. */
function sent(flow: Flow, bytes: number, atMs: number): void {
  flow.write(bytes, atMs);
  flow.taken(bytes, atMs);
}

describe('Flow', () => {
  it('is never silent while there is nothing to send', () => {
    const flow = new Flow(0);
    sent(flow, 1000, 0);
    expect(flow.silentMs(60_000)).toBe(0);
  });

  it('counts from the moment at which something began to wait', () => {
    const flow = new Flow(0);
    sent(flow, 1000, 0);
    flow.write(1000, 50_000);
    expect(flow.silentMs(51_000)).toBe(1_000);
    flow.taken(400, 51_000);
    expect(flow.silentMs(53_000)).toBe(2_000);
    expect(flow.bytes).toBe(1_400);
  });

  it('believes acknowledgements over the kernel once they come regularly', () => {
    const flow = new Flow(0);
    for (let i = 1; i <= 3; i++) {
      sent(flow, 64_000, i * 100);
      flow.acknowledged(i * 100);
    }
    sent(flow, 120_000, 400);
    expect(flow.silentMs(5_000)).toBe(0);
    sent(flow, 64_000, 500);
    expect(flow.silentMs(5_000)).toBe(4_700);
    sent(flow, 512 * 1024, 600);
    expect(flow.open).toBe(false);
    flow.acknowledged(5_000);
    expect([flow.open, flow.silentMs(5_000)]).toEqual([true, 0]);
  });

  it.each([0, 1, 2])('does not expect more of a server that acknowledged %i times', (times) => {
    const flow = new Flow(0);
    for (let i = 0; i < times; i++) {
      sent(flow, 3_000, 0);
      flow.acknowledged(0);
    }
    sent(flow, 50_000_000, 0);
    expect([flow.open, flow.silentMs(60_000)]).toEqual([true, 0]);
  });
});
