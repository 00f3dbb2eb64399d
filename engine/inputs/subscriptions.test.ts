import { beforeEach, expect, test } from 'vitest';
import { Subscriptions } from './subscriptions';

let nowMs = 0;
let asked: boolean[] = [];
let subscriptions: Subscriptions;
let publication: { subscribed: boolean; setSubscribed(on: boolean): void };

beforeEach(() => {
  nowMs = 0;
  asked = [];
  subscriptions = new Subscriptions(() => nowMs);
  publication = { subscribed: false, setSubscribed: (on) => void asked.push(on) };
});

/** What the inputs do twice a second. */
function reconcile(wanted: boolean, forMs: number): void {
  for (const untilMs = nowMs + forMs; nowMs < untilMs; nowMs += 100) subscriptions.bring(publication, wanted);
}

test('a track that is wanted is asked for once', () => {
  reconcile(true, 300);
  publication.subscribed = true;
  reconcile(true, 10_000);
  expect(asked).toEqual([true]);
});

test('a track that is not wanted is never asked for', () => {
  reconcile(false, 10_000);
  expect(asked).toEqual([]);
});

test('a change of mind waits until the change before has settled', () => {
  reconcile(true, 100);
  publication.subscribed = true;
  reconcile(false, 100);
  reconcile(true, 10_000);
  expect(asked).toEqual([true]);
});

test('a track that does not come is given up and asked for anew', () => {
  reconcile(true, 4_000);
  expect(asked).toEqual([true, false, true]);
});
