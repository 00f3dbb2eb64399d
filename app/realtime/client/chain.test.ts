import { describe, expect, test } from 'vitest';
import { type Chain, takeSnapshot, takeUpdate } from './chain';
import type { PublicState, Update } from '../../../contract/messages';

const state = (title: string): PublicState => ({
  event: { slug: 'cup', title, kind: 'match', status: 'ready', startsAt: null, liveSince: null },
  players: [],
  score: null,
});
const update = (prevSeq: number, seq: number): Update<'public'> => ({
  prevSeq,
  seq,
  patch: state(`at ${seq}`),
});
const at = (seq: number): Chain<'public'> =>
  takeSnapshot({ audience: 'public', seq, state: state(`at ${seq}`) });
const titleOf = (chain: Chain<'public'>) => chain.state?.event.title;

describe('a chain of updates', () => {
  test('grows link by link', () => {
    let chain = at(3);
    for (const next of [update(3, 4), update(4, 6)]) {
      const step = takeUpdate(chain, next);
      expect(step.ask).toBe(false);
      chain = step.chain;
    }
    expect(chain).toEqual({ seq: 6, state: state('at 6') });
  });

  test('keeps the slices that a patch does not name', () => {
    const { chain } = takeUpdate(at(3), { prevSeq: 3, seq: 4, patch: {} });
    expect(chain).toEqual({ seq: 4, state: state('at 3') });
  });

  test('takes a duplicate once', () => {
    const once = takeUpdate(at(3), update(3, 4));
    const twice = takeUpdate(once.chain, update(3, 4));
    expect(twice).toEqual({ chain: once.chain, ask: false });
  });

  test('asks when a link is missing, and changes nothing until it is there', () => {
    const step = takeUpdate(at(3), update(5, 6));
    expect(step).toEqual({ chain: at(3), ask: true });
  });

  test('asks when it has no beginning', () => {
    expect(takeUpdate<'public'>({ seq: 0, state: null }, update(0, 1)).ask).toBe(true);
  });

  test('out of order: the later update asks, the earlier fits, the later then fits', () => {
    const early = takeUpdate(at(3), update(4, 5));
    expect(early.ask).toBe(true);
    const first = takeUpdate(early.chain, update(3, 4));
    const second = takeUpdate(first.chain, update(4, 5));
    expect([second.ask, second.chain.seq, titleOf(second.chain)]).toEqual([false, 5, 'at 5']);
  });

  test('an update that begins before the snapshot and ends after it still fits', () => {
    const step = takeUpdate(at(8), update(5, 9));
    expect([step.ask, titleOf(step.chain)]).toEqual([false, 'at 9']);
  });

  test('an old update after a newer snapshot is no news', () => {
    expect(takeUpdate(at(8), update(5, 7))).toEqual({ chain: at(8), ask: false });
  });

  test('any order, any duplicates: the end is the newest state as soon as no link is missing', () => {
    const links = [update(1, 2), update(2, 3), update(3, 5), update(5, 6)];
    for (const order of permutations(links)) {
      let chain = at(1);
      // A server answers each question with the newest snapshot; here it comes as late as it can.
      let asked = false;
      for (const link of [...order, ...order]) {
        const step = takeUpdate(chain, link);
        chain = step.chain;
        asked ||= step.ask;
      }
      if (asked) chain = at(6);
      expect([chain.seq, titleOf(chain)]).toEqual([6, 'at 6']);
    }
  });
});

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}
