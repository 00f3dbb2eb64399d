import { describe, expect, it } from 'vitest';
import { Lane } from './lane';

const WAIT_MS = 12_000;
const settled = () => new Promise((next) => setImmediate(next));

describe('a lane', () => {
  it('has a number of places, and hands each that is given back to the next', async () => {
    const lane = new Lane(2, 2, WAIT_MS);
    const first = await lane.enter('a');
    await lane.enter('a');
    let third = false;
    const waiting = lane.enter('a').then(() => (third = true));
    await settled();
    expect(third).toBe(false);
    first?.();
    // Giving it back twice makes no place.
    first?.();
    await waiting;
    let fourth = false;
    void lane.enter('b').then(() => (fourth = true));
    await settled();
    expect(fourth).toBe(false);
  });

  it('leaves places to other addresses, in turn', async () => {
    const lane = new Lane(3, 2, WAIT_MS);
    const order: string[] = [];
    const enter = (key: string) =>
      lane.enter(key).then((leave) => {
        order.push(key);
        return leave;
      });
    const taken = [
      enter('flood'),
      enter('flood'),
      enter('flood'),
      enter('flood'),
      enter('one'),
      enter('two'),
    ];
    await settled();
    expect(order).toEqual(['flood', 'flood', 'one']);
    (await taken[0])?.();
    await settled();
    expect(order.at(-1)).not.toBe('one');
    (await taken[4])?.();
    await settled();
    expect(new Set(order)).toEqual(new Set(['flood', 'one', 'two']));
  });

  it('serves the newest first once one address floods it', async () => {
    const lane = new Lane(1, 1, WAIT_MS);
    const first = await lane.enter('a');
    let served = -1;
    for (let n = 0; n < 200; n += 1) void lane.enter('a').then(() => (served = n));
    first?.();
    await settled();
    expect(served).toBe(199);
  });

  it('refuses who waits too long', async () => {
    const lane = new Lane(1, 1, 10);
    await lane.enter('a');
    expect(await lane.enter('a')).toBeNull();
  });
});
