import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MeterFeed } from './meter-feed';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

let feed: MeterFeed;

interface Sent {
  topic: string;
  packet: Record<string, unknown>;
  to: string[];
}

function start(listeners: () => Promise<string[]>, send?: () => Promise<void>): Sent[] {
  const sent: Sent[] = [];
  const quiet = { peakDb: -20, rmsDb: -26.5, clipped: false };
  feed = new MeterFeed({
    from: {
      takeLevels: () => ({
        master: { ...quiet, reductionDb: 1.25 },
        sources: { a: { ...quiet, clipped: true } },
      }),
      loudness: () => ({
        momentary: -20.04,
        shortTerm: null,
        integrated: -21,
        range: 2,
        line: [null, -20.06],
      }),
      send: async (topic, data, to) => {
        await send?.();
        sent.push({ topic, packet: JSON.parse(new TextDecoder().decode(data)), to });
      },
    },
    listeners,
  });
  feed.start();
  return sent;
}

test('directors get levels 15 times a second and loudness once, the line when they come and then every five seconds', async () => {
  const sent = start(async () => ['director_1']);
  await vi.advanceTimersByTimeAsync(12_000);
  const of = (topic: string) => sent.filter((one) => one.topic === topic);
  // Two seconds pass before it is known that somebody is there.
  expect(of('meters').length).toBeGreaterThanOrEqual(148);
  expect(of('meters').length).toBeLessThanOrEqual(152);
  expect(of('meters')[0]).toEqual({
    topic: 'meters',
    packet: { master: [-20, -26.5, 0], reductionDb: 1.3, sources: { a: [-20, -26.5, 1] } },
    to: ['director_1'],
  });
  expect(
    of('loudness')
      .slice(0, 10)
      .map(({ packet }) => 'line' in packet),
  ).toEqual([...[true, false, false, false, false], ...[true, false, false, false, false]]);
  expect(of('loudness')[0]?.packet).toEqual({
    momentary: -20,
    shortTerm: null,
    integrated: -21,
    range: 2,
    line: [null, -20.1],
  });
});

test('nothing is sent while no director is there, and to who is there even when the server stops saying so', async () => {
  let answers: () => Promise<string[]> = async () => [];
  const sent = start(() => answers());
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toEqual([]);
  answers = async () => ['director_1', 'director_2'];
  await vi.advanceTimersByTimeAsync(3_000);
  const before = sent.length;
  expect(sent.at(-1)?.to).toEqual(['director_1', 'director_2']);
  answers = () => Promise.reject(new Error('no answer'));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sent.length).toBeGreaterThan(before + 40);
});

test('a room that does not take packets holds up none of those that follow, and none pile up', async () => {
  let waiting = 0;
  const sent = start(
    async () => ['director_1'],
    () => {
      waiting += 1;
      return new Promise(() => undefined);
    },
  );
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toEqual([]);
  // One at a time, each given up after two seconds.
  expect(waiting).toBeGreaterThanOrEqual(3);
  expect(waiting).toBeLessThanOrEqual(5);
});
