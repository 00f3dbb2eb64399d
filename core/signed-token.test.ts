import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { SignedToken, type SigningKeys } from './signed-token';

const keysOf = (...keys: Buffer[]): SigningKeys => ({ sign: keys[0] ?? randomBytes(32), accept: keys });
const old = randomBytes(32);
const key = randomBytes(32);
const keys = keysOf(key);
const Tickets = new SignedToken('v1', z.object({ event: z.string() }));

test('what was signed is read again, until its time is over and after', () => {
  const token = Tickets.sign(keys, { event: 'cup' }, 1_000);
  expect(token).toMatch(/^v1\.[\w-]{6}\.[\w-]+\.[\w-]{43}$/);
  expect(Tickets.open(keys, token, 1_000)).toEqual({ facts: { event: 'cup' }, expired: false });
  expect(Tickets.open(keys, token, 1_001)).toEqual({ facts: { event: 'cup' }, expired: true });
  expect(Tickets.open(keys, Tickets.sign(keys, { event: 'cup' }))?.expired).toBe(false);
});

test('no changed character, other kind or other purpose’s key opens it', () => {
  const token = Tickets.sign(keys, { event: 'cup' }, Date.now() + 1_000);
  for (let at = 0; at < token.length; at += 1) {
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    expect([at, Tickets.open(keys, changed)]).toEqual([at, null]);
  }
  for (const made of ['', 'v1.x.y', `${token}x`, `${token}.`, token.slice(0, -1), token.replaceAll('.', '')])
    expect(Tickets.open(keys, made)).toBeNull();
  expect(new SignedToken('c1', z.object({ event: z.string() })).open(keys, token)).toBeNull();
  expect(Tickets.open(keysOf(randomBytes(32)), token)).toBeNull();
});

test('while keys are rotated both count, and the new one signs', () => {
  const before = Tickets.sign(keysOf(old), { event: 'cup' });
  const during = keysOf(key, old);
  expect(Tickets.open(during, before)?.facts).toEqual({ event: 'cup' });
  expect(Tickets.open(keys, Tickets.sign(during, { event: 'cup' }))?.facts).toEqual({ event: 'cup' });
  expect(Tickets.open(keys, before)).toBeNull();
});

test('facts of another shape are none, also when signed', () => {
  const other = new SignedToken('v1', z.object({ event: z.number() }));
  expect(Tickets.open(keys, other.sign(keys, { event: 7 }))).toBeNull();
});
