import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TokenAnswer } from '../../../contract/messages';
import { PostError } from './json-request';
import { type RoomConnector, RoomLoop, type RoomState } from './room-loop';

/** A room by hand: each connect waits for the test's word. */
class HandRoom implements RoomConnector {
  connects: { token: string; ok: () => void; fail: () => void }[] = [];
  disconnects = 0;
  #listener: ((state: RoomState) => void) | null = null;

  connect(_url: string, token: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.connects.push({ token, ok: resolve, fail: () => reject(new Error('no')) });
    });
  }
  disconnect(): Promise<void> {
    this.disconnects += 1;
    return Promise.resolve();
  }
  onState(listener: (state: RoomState) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = null;
    };
  }
  say(state: RoomState): void {
    this.#listener?.(state);
  }
}

let room: HandRoom;
let loop: RoomLoop;
let asked: number;
let answer: () => Promise<TokenAnswer>;
const token = (n: number): TokenAnswer => ({
  token: `t${n}`,
  url: 'ws://l',
  room: 'r',
  identity: 'i',
  expiresAt: '',
});
const turn = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  room = new HandRoom();
  asked = 0;
  answer = () => Promise.resolve(token((asked += 1)));
  loop = new RoomLoop(room, () => undefined);
  loop.askBy(() => answer());
});
afterEach(() => {
  loop.stop();
  vi.useRealTimers();
});

async function join(): Promise<void> {
  loop.start();
  await turn();
  room.connects[0]?.ok();
  await turn();
}

describe('the outer loop of a room', () => {
  test('joins with a token and says so', async () => {
    await join();
    expect(loop.view()).toEqual({ state: 'connected', error: null });
  });

  test('after a loss it joins again with a fresh token, for ever', async () => {
    await join();
    for (let n = 2; n < 30; n += 1) {
      if (n === 2) room.say('disconnected');
      else room.connects.at(-1)?.fail();
      await turn();
      expect(loop.view().state).toBe('disconnected');
      expect(loop.view().error).toMatch(/Trying again/);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(room.connects.at(-1)?.token).toBe(`t${n}`);
    }
    room.connects.at(-1)?.ok();
    await turn();
    expect(loop.view()).toEqual({ state: 'connected', error: null });
  });

  test('the room’s own resume comes first', async () => {
    await join();
    room.say('reconnecting');
    expect(loop.view().state).toBe('reconnecting');
    room.say('connected');
    expect(loop.view().state).toBe('connected');
    expect(room.connects).toHaveLength(1);
  });

  test('a join that hangs is given up', async () => {
    loop.start();
    await turn();
    await vi.advanceTimersByTimeAsync(12_500);
    expect(room.connects.length).toBeGreaterThan(1);
  });

  test('a refusal is shown by its sentence, and tried again slowly', async () => {
    answer = () => {
      asked += 1;
      return Promise.reject(new PostError('forbidden', 'You were removed.', { status: 403 }));
    };
    loop.start();
    await turn();
    expect(loop.view()).toEqual({ state: 'disconnected', error: 'You were removed.' });
    await vi.advanceTimersByTimeAsync(9_000);
    expect(asked).toBe(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(asked).toBe(2);
  });

  test('a person who asks does not wait', async () => {
    await join();
    room.say('disconnected');
    loop.again();
    await turn();
    expect(room.connects).toHaveLength(2);
  });

  test('stopped in the midst of joining, it stays stopped', async () => {
    loop.start();
    await turn();
    loop.stop();
    room.connects[0]?.ok();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(loop.view().state).toBe('disconnected');
    expect(room.connects).toHaveLength(1);
    expect(room.disconnects).toBe(1);
  });

  test('mounted twice at once, it joins once in the end', async () => {
    loop.start();
    loop.stop();
    loop.start();
    await turn();
    room.connects.at(-1)?.ok();
    await turn();
    expect(loop.view().state).toBe('connected');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(room.connects.filter(({ token: name }) => name === room.connects.at(-1)?.token)).toHaveLength(1);
  });
});
