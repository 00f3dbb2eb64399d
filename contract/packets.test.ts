import { expect, test } from 'vitest';
import type { ChatBatch } from './chat';
import { packetsOf } from './packets';

const MAX = 15_000;
const batch = (count: number, text: string, removed = 0): ChatBatch => ({
  prevSeq: 10,
  seq: 10 + count,
  messages: Array.from({ length: count }, (_, n) => ({
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    seq: 11 + n,
    at: '2026-05-02T19:41:00.000Z',
    name: 'Tom',
    badge: null,
    text,
  })),
  removed: Array.from(
    { length: removed },
    (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  ),
  floor: 0,
  mode: { state: 'open', slowS: 0, links: 'shown' },
});
const size = (one: ChatBatch) => new TextEncoder().encode(JSON.stringify(one)).length;

test('a small batch is one packet, as it is', () => {
  const small = batch(3, 'Tor!', 2);
  expect(packetsOf(small, MAX)).toEqual([small]);
});

test.each([
  ['the longest messages there are', batch(60, '👏'.repeat(500))],
  ['quotes, which JSON doubles', batch(60, '"'.repeat(500), 5)],
])('%s: every packet fits, nothing is lost, each follows on the one before', (_, whole) => {
  const packets = packetsOf(whole, MAX);
  expect(packets.length).toBeGreaterThan(1);
  for (const packet of packets) expect(size(packet)).toBeLessThan(MAX);
  expect(packets.flatMap(({ messages }) => messages)).toEqual(whole.messages);
  expect(packets.flatMap(({ removed }) => removed)).toEqual(whole.removed);
  expect(packets.map(({ prevSeq }) => prevSeq)).toEqual([10, ...packets.slice(0, -1).map(({ seq }) => seq)]);
  expect(packets.at(-1)?.seq).toBe(whole.seq);
});

test('hundreds taken away at once make the reader ask', () => {
  const packets = packetsOf(batch(1, 'Tor!', 500), MAX);
  expect(packets.every((packet) => size(packet) < MAX)).toBe(true);
  expect(packets.at(-1)?.prevSeq).toBeGreaterThan(packets[0]?.seq ?? 0);
});
