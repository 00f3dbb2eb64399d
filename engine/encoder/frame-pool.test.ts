import { expect, it } from 'vitest';
import { FramePool } from './encoder';

it('gives no more pictures than it has, and the same ones again', () => {
  const pool = new FramePool(2, 6);
  const a = pool.take(new Uint8Array([1, 2, 3, 4, 5, 6]));
  const b = pool.take(new Uint8Array(6));
  expect(a).toEqual(Buffer.from([1, 2, 3, 4, 5, 6]));
  expect(pool.take(new Uint8Array(6))).toBeNull();
  if (!a || !b) throw new Error('two were promised');
  pool.give(a);
  expect(pool.take(new Uint8Array(6))).toBe(a);
});

it('refuses a picture of another size, which would shift all that follow', () => {
  expect(() => new FramePool(1, 6).take(new Uint8Array(5))).toThrow(RangeError);
});
