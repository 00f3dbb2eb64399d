import { describe, expect, test } from 'vitest';
import { classifyIp, isLocalName, limitKey, parseIngestAddress, siteKey } from './address';

describe('an ingest address', () => {
  test.each([
    ['rtmp://live.example.org/app', 'live.example.org', 1935],
    ['rtmps://a.rtmps.youtube.com/live2', 'a.rtmps.youtube.com', 443],
    ['rtmps://live-api-s.facebook.com:443/rtmp/', 'live-api-s.facebook.com', 443],
    ['RTMP://Live.Example.ORG:1935/app/instance', 'live.example.org', 1935],
    ['rtmp://[2606:4700::1111]/app', '2606:4700::1111', 1935],
  ])('%s is taken apart', (url, host, port) => {
    expect(parseIngestAddress(url, { allowPrivate: false })).toMatchObject({
      ok: true,
      value: { host, port },
    });
  });

  test.each([
    ['http://live.example.org/app'],
    ['file:///etc/passwd'],
    ['rtmp:live.example.org/app'],
    ['rtmp:///app'],
    ['rtmpt://live.example.org/app'],
    ['rtmp://user:pass@live.example.org/app'],
    ['rtmp://live.example.org@127.0.0.1/app'],
    ['rtmp://live.example.org/app live=1'],
    ['rtmp://live.example.org/app\tlive=1'],
    ['rtmp://live.example.org/app\n'],
    ['rtmp://live.example.org/app#part'],
    ['rtmp://live.example.org\\@127.0.0.1/app'],
    ['rtmp://live.example.org/app|[f=mpegts]/tmp/x'],
    ["rtmp://live.example.org/app'"],
    ['rtmp://live.example.org/$(id)'],
    ['rtmp://live.example.org:22/app'],
    ['rtmp://live.example.org:80/app'],
    ['rtmp://live.example.org:6379/app'],
    ['rtmp://live.example.org:99999/app'],
    ['rtmp://live.exämple.org/app'],
    [`rtmp://live.example.org/${'a'.repeat(600)}`],
  ])('%j is refused', (url) => {
    expect(parseIngestAddress(url, { allowPrivate: false })).toMatchObject({ ok: false });
  });

  test.each([
    ['rtmp://0x7f.1/app', '127.0.0.1'],
    ['rtmp://2130706433/app', '127.0.0.1'],
    ['rtmp://017700000001/app', '127.0.0.1'],
    ['rtmp://127.1/app', '127.0.0.1'],
    ['rtmp://[::ffff:127.0.0.1]/app', '::ffff:7f00:1'],
    ['rtmp://%31%32%37.0.0.1/app', '127.0.0.1'],
  ])('%s means %s and nothing else', (url, host) => {
    expect(parseIngestAddress(url, { allowPrivate: false })).toMatchObject({ ok: true, value: { host } });
    expect(classifyIp(host)).toBe('private');
  });

  test('another port is refused with the setting that allows it', () => {
    expect(parseIngestAddress('rtmps://x.example.org:2935/live', { allowPrivate: false })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/1935 or 443.*ALLOW_PRIVATE_DESTINATIONS=true/) as unknown,
    });
  });

  test('any port may be used in one’s own network', () => {
    expect(parseIngestAddress('rtmp://127.0.0.1:19350/live', { allowPrivate: true })).toMatchObject({
      ok: true,
    });
  });
});

test.each([
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '198.18.0.1',
  '192.0.2.1',
  '203.0.113.1',
  '224.0.0.1',
  '255.255.255.255',
  '240.0.0.1',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  'fec0::1',
  'ff02::1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  'not an address',
  '',
])('%j may lead into a network', (ip) => {
  expect(classifyIp(ip)).toBe('private');
});

test.each(['8.8.8.8', '1.1.1.1', '151.101.1.69', '2606:4700::1111', '2a00:1450:4001:80b::200e'])(
  '%s is public',
  (ip) => {
    expect(classifyIp(ip)).toBe('public');
  },
);

test.each(['localhost', 'rtmp', 'nas.local', 'db.internal', 'x.localhost', 'box.home.arpa', 'router.lan.'])(
  '%s never leaves the network',
  (name) => {
    expect(isLocalName(name)).toBe(true);
  },
);

test('limits count a household’s IPv6 as one, and an IPv4 address alone', () => {
  expect(limitKey('2001:db8:1:2:aaaa::1')).toBe(limitKey('2001:db8:1:2:bbbb::2'));
  expect(limitKey('2001:db8:1:2::1')).not.toBe(limitKey('2001:db8:1:3::1'));
  expect(limitKey('::ffff:203.0.113.9')).toBe(limitKey('203.0.113.9'));
  expect(limitKey('203.0.113.9')).not.toBe(limitKey('203.0.113.10'));
});

test('a site of IPv6 is its /48, and an IPv4 address is its own', () => {
  expect(siteKey('2001:db8:1:2::1')).toBe(siteKey('2001:db8:1:ffff::2'));
  expect(siteKey('2001:db8:1:2::1')).not.toBe(siteKey('2001:db8:2:2::1'));
  expect(siteKey('::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(siteKey('nonsense')).toBe('unknown');
});
