import { expect, test } from 'vitest';
import { afterHearing, type Heard, type HeardOf } from './participant-session';

const NOTHING: HeardOf = { sid: '', joinedAtMs: -Infinity, left: true };

function permutations<T>(items: T[]): T[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, at) =>
    permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]),
  );
}

const fold = (messages: Heard[]) =>
  messages.reduce((known, one) => afterHearing(known, one) ?? known, NOTHING);

const session = (sid: string, joinedAtMs: number): Heard[] => [
  { kind: 'joined', sid, joinedAtMs },
  { kind: 'left', sid, joinedAtMs },
];

test('six messages of three sessions end alike in all 720 orders', () => {
  const messages = [...session('PA_1', 1000), ...session('PA_2', 2000), ...session('PA_3', 2000)];
  const ends = new Set(permutations(messages).map((order) => JSON.stringify(fold(order))));
  expect([...ends]).toEqual([JSON.stringify({ sid: 'PA_3', joinedAtMs: 2000, left: true })]);
});

test('a session that has not left is there in every order, duplicates included', () => {
  const messages = [...session('PA_1', 1000), ...session('PA_2', 2000).slice(0, 1), ...session('PA_1', 1000)];
  const ends = new Set(permutations(messages).map((order) => fold(order).left));
  expect([...ends]).toEqual([false]);
});

test('the same message twice changes nothing', () => {
  const [joined] = session('PA_1', 1000);
  if (!joined) throw new Error('no message');
  const known = fold([joined]);
  expect(afterHearing(known, joined)).toBeNull();
});
