import { expect, test } from 'vitest';
import { carriesAuthority, cookieNames, parseCookies, setCookie } from './cookies';

test('cookies are closed to scripts and to other sites, and bound to the host on HTTPS', () => {
  const secure = setCookie(new Request('https://x.example/'), cookieNames('a', true).session, 'v', 60);
  expect(secure).toMatch(
    /^__Host-touchline-[0-9a-f]{8}-session=v; Path=\/; Max-Age=60; HttpOnly; SameSite=Lax; Secure$/,
  );
  const plain = setCookie(new Request('http://localhost/'), cookieNames('a', false).session, 'v', 60);
  expect(plain).toMatch(/^touchline-[0-9a-f]{8}-session=v; Path=\/; Max-Age=60; HttpOnly; SameSite=Lax$/);
});

test('two instances on one host never read each other’s cookies', () => {
  expect(cookieNames('a', false).session).not.toBe(cookieNames('b', false).session);
});

test('sessions and crew sessions carry rights, a phone’s cookie does not', () => {
  const { session, crew, device } = cookieNames('a', true);
  expect(carriesAuthority(`x=1; ${session}=v`)).toBe(true);
  expect(carriesAuthority(`${crew('Derby')}=v`)).toBe(true);
  expect(carriesAuthority(`${device}=v; theme=dark`)).toBe(false);
  expect(carriesAuthority(null)).toBe(false);
  expect(carriesAuthority(`${session}=v`, 'another')).toBe(false);
});

test('the first of two equal names counts', () => {
  expect(parseCookies('a=1; a=2; b=x=y; broken; =z').get('a')).toBe('1');
  expect(parseCookies('b=x=y').get('b')).toBe('x=y');
});
