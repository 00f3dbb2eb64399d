import { describe, expect, test } from 'vitest';
import { take } from '../limits';
import { type ChatFacts, decide, type Writer } from './decide';

const NOW = 1_000_000;
const facts = (change: Partial<ChatFacts> = {}): ChatFacts => ({
  now: NOW,
  open: true,
  slowS: 0,
  links: 'shown',
  bans: [],
  lastAt: new Map(),
  paces: new Map(),
  limits: {
    viewer: { hits: 3, windowS: 10 },
    address: { hits: 6, windowS: 10 },
    event: { hits: 8, windowS: 10 },
    newcomers: { hits: 2, windowS: 600 },
  },
  ...change,
});
const viewer = (change: Partial<Extract<Writer, { kind: 'viewer' }>> = {}): Writer => ({
  kind: 'viewer',
  viewer: 'v1',
  session: { id: 's1', since: NOW - 60_000 },
  address: 'a1',
  ...change,
});
const say = (writer: Writer, text = 'Tor!') => ({ writer, text });
const reasons = (wishes: Parameters<typeof decide>[0], with_ = facts()) =>
  decide(wishes, with_).map((decision) => (decision.ok ? 'ok' : decision.reason));

test('a session has its pace, also with another ticket each time', () => {
  const wishes = Array.from({ length: 4 }, (_, n) => say(viewer({ viewer: `v${n}` })));
  expect(reasons(wishes)).toEqual(['ok', 'ok', 'ok', 'rate']);
});

test('an address has its pace, however many sit behind it', () => {
  const wishes = Array.from({ length: 7 }, (_, n) =>
    say(viewer({ viewer: `v${n}`, session: { id: `s${n}`, since: 0 } })),
  );
  expect(reasons(wishes).filter((reason) => reason === 'ok')).toHaveLength(6);
});

test('an event has its pace, however many there are', () => {
  const wishes = Array.from({ length: 20 }, (_, n) =>
    say(viewer({ viewer: `v${n}`, session: { id: `s${n}`, since: 0 }, address: `a${n}` })),
  );
  expect(reasons(wishes).filter((reason) => reason === 'ok')).toHaveLength(8);
});

test('throwing the session away makes a newcomer, of whom an address has only so many', () => {
  const wishes = Array.from({ length: 3 }, (_, n) => say(viewer({ viewer: `v${n}`, session: null })));
  expect(reasons(wishes)).toEqual(['ok', 'ok', 'rate']);
});

test('who is refused uses up nothing that is everybody’s', () => {
  const with_ = facts();
  decide(
    Array.from({ length: 50 }, () => say(viewer())),
    with_,
  );
  expect(reasons([say(viewer({ viewer: 'v2', session: { id: 's2', since: 0 } }))], with_)).toEqual(['ok']);
});

test('crew write whatever the chat is set to', () => {
  const closed = facts({ open: false, slowS: 60, links: 'refused' });
  const wishes = Array.from({ length: 20 }, () => say({ kind: 'crew' }, 'https://example.org'));
  expect(new Set(reasons(wishes, closed))).toEqual(new Set(['ok']));
});

test('closed, links and slow', () => {
  expect(reasons([say(viewer())], facts({ open: false }))).toEqual(['closed']);
  expect(reasons([say(viewer(), 'see www.example.org')], facts({ links: 'refused' }))).toEqual(['links']);
  expect(reasons([say(viewer()), say(viewer())], facts({ slowS: 30 }))).toEqual(['ok', 'slow']);
  const again = facts({ slowS: 30, lastAt: new Map([['s1', NOW - 10_000]]) });
  expect(decide([say(viewer({ viewer: 'other' }))], again)).toEqual([
    { ok: false, reason: 'slow', waitMs: 20_000 },
  ]);
});

describe('a ban', () => {
  const ban = { senderId: 's1', viewer: 'v1', address: 'a1', until: null, createdAt: NOW - 1_000 };
  const banned = (writer: Writer) => reasons([say(writer)], facts({ bans: [ban] }))[0];
  test.each([
    ['as they were', viewer()],
    ['reloaded: another ticket', viewer({ viewer: 'v2' })],
    ['from another network', viewer({ viewer: 'v2', address: 'a2' })],
    ['with everything cleared', viewer({ viewer: 'v2', session: null })],
    [
      'cleared before, in a session that began since',
      viewer({ viewer: 'v2', session: { id: 's9', since: NOW } }),
    ],
    ['cleared, on another network, with the page still open', viewer({ session: null, address: 'a2' })],
  ])('holds for the person %s', (_, writer) => expect(banned(writer)).toBe('banned'));
  test.each([
    [
      'somebody who wrote before from the same address',
      viewer({ viewer: 'v3', session: { id: 's3', since: NOW - 9_000 } }),
    ],
    ['somebody elsewhere', viewer({ viewer: 'v3', session: null, address: 'a3' })],
  ])('leaves %s alone', (_, writer) => expect(banned(writer)).toBe('ok'));
  test('with an end is a mute, and says when', () => {
    const mute = { ...ban, until: NOW + 60_000 };
    expect(decide([say(viewer())], facts({ bans: [mute] }))).toEqual([
      { ok: false, reason: 'muted', until: NOW + 60_000 },
    ]);
  });
});

const pace = { hits: 5, windowS: 10 };

test('as many as it holds at once, then one each step', () => {
  let fullAt = -Infinity;
  for (let n = 0; n < 5; n += 1) {
    const taken = take(fullAt, 1_000, pace);
    if (!taken.ok) throw new Error(`refused at ${n}`);
    fullAt = taken.fullAt;
  }
  expect(take(fullAt, 1_000, pace)).toEqual({ ok: false, waitMs: 2_000 });
  expect(take(fullAt, 2_999, pace).ok).toBe(false);
  expect(take(fullAt, 3_000, pace).ok).toBe(true);
});

test('over a long time never more than it is filled with', () => {
  let fullAt = 0;
  let passed = 0;
  for (let now = 0; now < 60_000; now += 20) {
    const taken = take(fullAt, now, pace);
    if (!taken.ok) continue;
    fullAt = taken.fullAt;
    passed += 1;
  }
  expect(passed).toBe(5 + 29);
});

test('who was refused has used up nothing', () => {
  const first = take(20_000, 5_000, pace);
  expect(first).toEqual({ ok: false, waitMs: 7_000 });
  expect(take(20_000, 5_000, pace)).toEqual(first);
});

test('without slow mode nobody waits, also where another process has written later than this one’s clock', () => {
  const later = new Map([['s1', NOW + 200]]);
  expect(reasons([say(viewer())], facts({ lastAt: later }))).toEqual(['ok']);
  expect(reasons([say(viewer())], facts({ slowS: 30, lastAt: later }))).toEqual(['slow']);
});

test('a clock that is set back by an hour silences nobody for an hour', () => {
  const HOUR_MS = 3_600_000;
  const keys = ['viewer:v1', 'session:s1', 'address:a1', 'event', 'v1', 's1'];
  const later = new Map(keys.map((key) => [key, NOW + HOUR_MS]));
  const with_ = facts({ slowS: 30, paces: later, lastAt: new Map(later) });
  expect(reasons([say(viewer()), say(viewer())], with_)).toEqual(['ok', 'slow']);
  // And it has its limits again.
  expect(
    reasons(
      Array.from({ length: 4 }, () => say(viewer())),
      { ...with_, slowS: 0 },
    ),
  ).toEqual(['ok', 'ok', 'rate', 'rate']);
});
