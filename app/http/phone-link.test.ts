import { expect, test } from 'vitest';
import { phoneLink } from './origin';

const edge = { host: '127.0.0.1', port: 3000, httpsPort: 3443 };
const env = { publicUrl: null, edge, lanAddress: null };
const WIFI = [{ name: 'wlan0', address: '192.168.1.20' }];
const LINK = 'http://localhost:3000/join/K7QM2RXD#secret';

test('localhost becomes the address that a phone can reach, with its secret', () => {
  expect(phoneLink(LINK, env, WIFI)).toBe('https://192.168.1.20:3443/join/K7QM2RXD#secret');
});

test('the address that the settings name comes first', () => {
  const named = { ...env, lanAddress: '10.0.0.5' };
  expect(phoneLink(LINK, named, WIFI)).toBe('https://10.0.0.5:3443/join/K7QM2RXD#secret');
});

test.each([
  ['a public address is set', { ...env, publicUrl: 'https://tv.example.org' }, LINK],
  ['HTTPS is off', { ...env, edge: { ...edge, httpsPort: 0 } }, LINK],
  ['it is no loopback address', env, 'https://192.168.1.7:3443/join/K7QM2RXD'],
])('the link stays as it is when %s', (_why, given, link) => {
  expect(phoneLink(link, given, WIFI)).toBe(link);
});

test('the link stays as it is on a machine without a network', () => {
  expect(phoneLink(LINK, env, [])).toBe(LINK);
});

test('a bridge or VPN that comes first in the list is not the address in the QR code', () => {
  const bridge = { name: 'docker0', address: '172.17.0.1' };
  const vpn = { name: 'tailscale0', address: '100.101.1.1' };
  const link = phoneLink(LINK, env, [bridge, vpn, ...WIFI]);
  expect(link).toBe('https://192.168.1.20:3443/join/K7QM2RXD#secret');
});
