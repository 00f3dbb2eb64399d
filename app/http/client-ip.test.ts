import { expect, test } from 'vitest';
import { clientIp } from './client-ip';

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
  ['no connection', undefined, '1.2.3.4', [], 'unknown'],
])('%s', (_, remote, forwarded, trusted, ip) => {
  expect(clientIp(remote, forwarded, trusted)).toBe(ip);
});
