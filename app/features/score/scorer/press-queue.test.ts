import { beforeEach, expect, test } from 'vitest';
import type { ScorePressed } from '../../../../contract/score';
import { FakeTimers } from '../../../../tests/support/time/fake-timers';
import { PostError } from '../../../realtime/client/json-request';
import { type PressBody, PressQueue, type PressStorage } from './press-queue';

/** A server that counts each request once, behind a connection that a test may cut. */
class Server {
  counted: PressBody[] = [];
  calls = 0;
  /** `lost`: the server counts and its answer does not arrive. */
  connection: 'up' | 'down' | 'lost' = 'up';
  refuse: ((event: PressBody) => string | null) | null = null;
  bad: ((event: PressBody) => boolean) | null = null;

  send = async (events: PressBody[]): Promise<ScorePressed> => {
    this.calls += 1;
    if (this.connection === 'down') throw new PostError('unavailable', 'No answer.');
    if (this.bad && events.some(this.bad)) throw new PostError('bad_request', 'Unreadable.', { status: 400 });
    const results = events.map((event) => {
      const { requestId } = event;
      const message = this.refuse?.(event) ?? null;
      if (message) return { requestId, result: 'refused' as const, id: null, message };
      const isNew = !this.counted.some((one) => one.requestId === requestId);
      if (isNew) this.counted.push(event);
      const result = isNew ? ('counted' as const) : ('repeated' as const);
      return { requestId, result, id: requestId, message };
    });
    if (this.connection === 'lost') throw new PostError('unavailable', 'No answer.');
    return {
      seq: 1,
      score: null,
      sport: 'free',
      board: null,
      events: [],
      count: 0,
      serverMs: 0,
      results,
    };
  };
}

class MemoryStorage implements PressStorage {
  readonly items = new Map<string, string>();
  get length() {
    return this.items.size;
  }
  key = (i: number) => [...this.items.keys()].reverse()[i] ?? null;
  getItem = (name: string) => this.items.get(name) ?? null;
  setItem = (name: string, value: string) => void this.items.set(name, value);
  removeItem = (name: string) => void this.items.delete(name);
}

let server: Server;
let storage: MemoryStorage;
let timers: FakeTimers;
let refused: string[];
beforeEach(() => {
  [server, storage, timers, refused] = [new Server(), new MemoryStorage(), new FakeTimers(), []];
});

function page(kept: PressStorage | null = storage): PressQueue {
  const queue = new PressQueue({
    storage: kept,
    prefix: 'score.cup.',
    send: server.send,
    now: timers.now,
    after: (ms, work) => timers.after(ms, work),
  });
  queue.hear({ onAnswer: () => undefined, onRefused: (sentence) => refused.push(sentence) });
  return queue;
}
const goal = (queue: PressQueue, value: number) => queue.press({ kind: 'goal', side: 'home', value });
const values = () => server.counted.map((event) => (event.kind === 'goal' ? event.value : null));
/** Until everything that was begun has ended; time passes for the retries. */
async function settle(queue: PressQueue) {
  for (let n = 0; n < 40; n += 1) {
    timers.advance(500);
    await queue.flush();
  }
}

test('presses without a connection come in their order, once, when it is back', async () => {
  const queue = page();
  server.connection = 'down';
  for (const value of [1, 2, 3]) goal(queue, value);
  await settle(queue);
  expect([values(), queue.kept().length]).toEqual([[], 3]);
  server.connection = 'lost';
  await settle(queue);
  goal(queue, 4);
  server.connection = 'up';
  await settle(queue);
  expect([values(), queue.kept().length, storage.length]).toEqual([[1, 2, 3, 4], 0, 0]);
});

test('it tries again without being asked', async () => {
  const queue = page();
  server.connection = 'down';
  goal(queue, 1);
  await settle(queue);
  const { calls } = server;
  server.connection = 'up';
  timers.advance(2_000);
  expect(server.calls).toBeGreaterThan(calls);
});

test('a page that is loaded again sends what the one before has kept, in its order', async () => {
  server.connection = 'down';
  const first = page();
  // All within one millisecond.
  for (let value = 1; value <= 50; value += 1) goal(first, value);
  await settle(first);
  first.close();
  const second = page();
  expect(second.kept()).toHaveLength(50);
  server.connection = 'up';
  goal(second, 51);
  await settle(second);
  expect(values()).toEqual(Array.from({ length: 51 }, (_, i) => i + 1));
});

test('two tabs take nothing from each other', async () => {
  server.connection = 'down';
  const [one, two] = [page(), page()];
  goal(one, 1);
  goal(two, 2);
  await settle(one);
  await settle(two);
  expect(page().kept()).toHaveLength(2);
  server.connection = 'up';
  await settle(one);
  await settle(two);
  expect([values().sort(), page().kept()]).toEqual([[1, 2], []]);
});

test('what the server refuses is said and forgotten; what comes after it is sent', async () => {
  const queue = page();
  server.refuse = (event) => (event.kind === 'goal' && event.value === 2 ? 'Not that.' : null);
  for (const value of [1, 2, 3]) goal(queue, value);
  await settle(queue);
  expect([values(), refused, queue.kept().length]).toEqual([[1, 3], ['Not that.'], 0]);
});

test('one that cannot be read does not hold up the others', async () => {
  server.connection = 'down';
  const queue = page();
  server.bad = (event) => event.kind === 'goal' && event.value === 2;
  for (const value of [1, 2, 3]) goal(queue, value);
  await settle(queue);
  server.connection = 'up';
  await settle(queue);
  expect([values(), refused, queue.kept().length]).toEqual([[1, 3], ['Unreadable.'], 0]);
});

test('without a right presses stay, are told of once, and can be discarded', async () => {
  server.send = () => Promise.reject(new PostError('forbidden', 'Ask for a link.', { status: 403 }));
  const locked = page();
  goal(locked, 1);
  await settle(locked);
  expect([refused, locked.kept().length]).toEqual([['Ask for a link.'], 1]);
  locked.discard();
  expect([locked.kept().length, storage.length]).toEqual([0, 0]);
});

test('what is in the storage and is no press is left alone; without a storage the page keeps them', async () => {
  storage.setItem('score.cup.x', '{"order":"1"}');
  storage.setItem('score.cup.y', 'no json');
  storage.setItem('score.other.z', JSON.stringify({ order: 1, body: { requestId: 'z' } }));
  expect(page().kept()).toEqual([]);
  const queue = page(null);
  goal(queue, 1);
  await settle(queue);
  expect(values()).toEqual([1]);
});
