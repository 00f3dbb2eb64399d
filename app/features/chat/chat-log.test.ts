import { expect, test } from 'vitest';
import type { ChatBatch, ChatHistory, ChatMessage } from '../../../contract/messages';
import { type ChatLog, EMPTY_LOG, takeBatch, takeNewest, takeOlder } from './chat-log';

const mode = { state: 'open', slowS: 0, links: 'shown' } as const;
const message = (seq: number): ChatMessage => ({
  id: `m${seq}`,
  seq,
  at: '2026-05-02T19:41:00.000Z',
  name: 'Tom',
  badge: null,
  text: `text ${seq}`,
});
const page = (seqs: number[], seq = Math.max(...seqs), more = false): ChatHistory => ({
  seq,
  messages: seqs.map(message),
  more,
  floor: 0,
  mode,
});
const batch = (prevSeq: number, seq: number, seqs: number[], change: Partial<ChatBatch> = {}): ChatBatch => ({
  prevSeq,
  seq,
  messages: seqs.map(message),
  removed: [],
  floor: 0,
  mode,
  ...change,
});
const seqs = (log: ChatLog) => log.messages.map(({ seq }) => seq);
const begun = takeNewest(EMPTY_LOG, page([1, 2, 3]));

test('batches follow the page, in order and once', () => {
  const first = takeBatch(begun, batch(3, 5, [4, 5]));
  const again = takeBatch(first.log, batch(3, 5, [4, 5]));
  const overlapping = takeBatch(again.log, batch(4, 6, [5, 6]));
  expect([first.ask, again.ask, overlapping.ask]).toEqual([false, false, false]);
  expect(seqs(overlapping.log)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a gap asks, and changes nothing until the page is there', () => {
  const step = takeBatch(begun, batch(7, 8, [8]));
  expect(step).toEqual({ log: begun, ask: true });
  const caughtUp = takeNewest(step.log, page([5, 6, 7, 8], 8, true));
  expect([seqs(caughtUp), caughtUp.more]).toEqual([[5, 6, 7, 8], true]);
});

test('the first word of a socket asks when it is ahead, and is no news when it is not', () => {
  expect(takeBatch(EMPTY_LOG, batch(0, 0, [])).ask).toBe(true);
  expect(takeBatch(begun, batch(3, 3, [])).ask).toBe(false);
  expect(takeBatch(begun, batch(4, 4, [])).ask).toBe(true);
});

test('a setting comes without a new seq too', () => {
  const closed = { ...mode, state: 'closed' } as const;
  const { log } = takeBatch(begun, batch(3, 3, [], { mode: closed }));
  expect([log.mode, log.messages]).toEqual([closed, begun.messages]);
});

test('what was taken away goes, also from the same batch', () => {
  const { log } = takeBatch(begun, batch(3, 6, [4, 5], { removed: ['m2', 'm5'] }));
  expect(seqs(log)).toEqual([1, 3, 4]);
});

test('everything goes up to the floor', () => {
  const { log } = takeBatch(begun, batch(3, 5, [5], { floor: 4 }));
  expect(seqs(log)).toEqual([5]);
});

test('older pages go before, without doubles', () => {
  const log = takeOlder(takeNewest(EMPTY_LOG, page([4, 5], 5, true)), page([2, 3, 4], 5, false));
  expect([seqs(log), log.more]).toEqual([[2, 3, 4, 5], false]);
});

test('a long evening stays within bounds', () => {
  let log = begun;
  for (let seq = 4; seq < 2_000; seq += 1) log = takeBatch(log, batch(seq - 1, seq, [seq])).log;
  expect([log.messages.length, log.messages.at(-1)?.seq, log.more]).toEqual([600, 1_999, true]);
});

test('any order and any doubles end at the newest state as soon as every gap is answered', () => {
  const links = [batch(3, 4, [4]), batch(4, 6, [5, 6]), batch(6, 7, [], { removed: ['m5'] })];
  const orders = [
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2, 1],
    [0, 2, 1, 0],
    [1, 1, 0, 0, 2],
  ];
  for (const order of orders) {
    let log = begun;
    for (const at of order) {
      const link = links[at];
      if (!link) throw new Error(`no link ${at}`);
      const step = takeBatch(log, link);
      log = step.ask ? takeNewest(step.log, { ...page([1, 2, 3, 4, 6], 7), seq: 7 }) : step.log;
    }
    expect(seqs(log)).toEqual([1, 2, 3, 4, 6]);
  }
});
