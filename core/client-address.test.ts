import { expect, test } from 'vitest';
import { clientAddress, isNetwork } from './client-address';

test.each<[string, string | undefined, string | undefined, string[], string]>([
  ['nobody is trusted', '203.0.113.9', '1.2.3.4', [], '203.0.113.9'],
  ['a trusted proxy tells its client', '10.0.0.2', '198.51.100.7', ['10.0.0.0/8'], '198.51.100.7'],
  [
    'what the client wrote itself means nothing',
    '10.0.0.2',
    '1.2.3.4, 198.51.100.7',
    ['10.0.0.0/8'],
    '198.51.100.7',
  ],
  [
    'two proxies in a row',
    '127.0.0.1',
    '198.51.100.7, 10.0.0.2',
    ['127.0.0.1', '10.0.0.0/8'],
    '198.51.100.7',
  ],
  ['a proxy that tells nothing', '10.0.0.2', undefined, ['10.0.0.0/8'], '10.0.0.2'],
  ['a proxy that tells nonsense', '10.0.0.2', 'unknown', ['10.0.0.0/8'], '10.0.0.2'],
  ['a mapped address is its IPv4', '::ffff:10.0.0.2', '198.51.100.7', ['10.0.0.0/8'], '198.51.100.7'],
  ['IPv6', '::1', '2001:db8::5', ['::1'], '2001:db8::5'],
  ['a faulty network in the settings trusts nobody', '10.0.0.2', '1.2.3.4', ['10.0.0.0/99', 'x'], '10.0.0.2'],
  ['an address with its port', '10.0.0.2', '198.51.100.7:5678', ['10.0.0.0/8'], '198.51.100.7'],
  ['IPv6 with its port', '10.0.0.2', '[2001:db8::5]:443', ['10.0.0.0/8'], '2001:db8::5'],
  ['in quotes', '10.0.0.2', '"[2001:db8::5]:443"', ['10.0.0.0/8'], '2001:db8::5'],
  ['a list with ports', '10.0.0.2', '198.51.100.7:80,10.0.0.3:1234', ['10.0.0.0/8'], '198.51.100.7'],
  ['empty elements', '10.0.0.2', ', 198.51.100.7, ,', ['10.0.0.0/8'], '198.51.100.7'],
  ['a number is no address', '10.0.0.2', '198.51.100.7, 10', ['10.0.0.0/8'], '10.0.0.2'],
  ['the address of a link', 'fe80::1%eth0', undefined, [], 'fe80::1'],
  ['no connection', undefined, '1.2.3.4', [], 'unknown'],
])('%s', (_, remote, forwarded, trusted, ip) => {
  expect(clientAddress(remote, forwarded, trusted)).toBe(ip);
});

test('what TRUSTED_PROXIES may hold', () => {
  for (const good of ['10.0.0.0/8', '127.0.0.1', '::1', '2001:db8::/32']) expect(isNetwork(good)).toBe(true);
  for (const bad of ['10.0.0.0/99', 'x', '10', '', '10.0.0.0/', '/8']) expect(isNetwork(bad)).toBe(false);
});
