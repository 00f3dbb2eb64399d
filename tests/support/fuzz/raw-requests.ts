import { connect } from 'node:net';

/** What is answered to some bytes, until the connection ends. */
export async function rawAnswer(baseUrl: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  let answer = '';
  try {
    for await (const data of socket as AsyncIterable<Buffer>) answer += data.toString('latin1');
  } catch {
    // Reset: what was said before it counts.
  }
  return answer;
}

export const statusesOf = (answer: string): number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

const head = (line: string, ...more: string[]): string => [line, ...more, '', ''].join('\r\n');

/**
 * Requests that programs disagree about, or that are none, each with the statuses that may be answered;
 * without any it ends without an answer. The second request of a pair must never be answered as one of its
 * own: it is the body of the first.
 */
export function oddRequests(host: string): [name: string, bytes: string | Buffer, statuses: number[]][] {
  const at = `Host: ${host}`;
  const close = 'Connection: close';
  const post = (...more: string[]) => head('POST /login HTTP/1.1', at, ...more);
  const get = (target: string, ...more: string[]) => head(`GET ${target} HTTP/1.1`, ...more);
  const second = get('/healthz', at);
  const socketKey = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  const wish = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', socketKey];
  return [
    [
      'a length and chunks',
      `${post('Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n${second}`,
      [400],
    ],
    ['chunks and something else', `${post('Transfer-Encoding: chunked, identity')}0\r\n\r\n${second}`, [400]],
    [
      'a hidden encoding',
      `${post('Transfer-Encoding: xchunked', 'Content-Length: 4')}0\r\n\r\n${second}`,
      [400],
    ],
    ['two lengths', `${post('Content-Length: 4', 'Content-Length: 5')}abcd`, [400]],
    ['a length with a sign', `${post('Content-Length: +4')}abcd`, [400]],
    ['a length of 20 digits', `${post('Content-Length: 99999999999999999999')}abcd`, [400]],
    ['a length of 9 PB', `${post('Content-Length: 9000000000000000')}abcd`, [413]],
    ['line feeds alone', `GET /healthz HTTP/1.1\n${at}\n\n`, [400]],
    ['a folded header', get('/healthz', at, 'X: 1\r\n 2'), [400]],
    ['a space before the colon', get('/healthz', `Host : ${host}`), [400]],
    ['a NUL in a header', get('/healthz', at, 'X: a\0b'), [400]],
    ['a NUL in the address', get('/hea\0lthz', at), [400]],
    ['a header of 100 KB', get('/', at, `X: ${'a'.repeat(100_000)}`), [431]],
    ['3,000 headers', get('/', at, ...Array.from({ length: 3_000 }, (_, i) => `a${i}: b`)), [431]],
    ['an address of 60 KB', get(`/${'a'.repeat(60_000)}`, at), [431]],
    [
      'a trailer that names a client',
      `${post('Transfer-Encoding: chunked', close)}0\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n`,
      [400],
    ],
    ['no host in HTTP/1.1', get('/login', close), [400]],
    ['no host in HTTP/1.0', head('GET /healthz HTTP/1.0'), [200]],
    ...['a b', 'x:99999', 'a@b', 'a/b', '', '[::1', 'a?b', 'a#b'].map((named): [string, string, number[]] => [
      `the host ${named}`,
      get('/login', `Host: ${named}`, close),
      [400],
    ]),
    ['two hosts', get('/healthz', at, 'Host: evil.example', close), [200]],
    ['a whole address', get('http://evil.example/healthz', at, close), [200]],
    ['another machine to connect to', head('CONNECT evil.example:443 HTTP/1.1', at), []],
    ['nothing but a star', head('OPTIONS * HTTP/1.1', at), [400]],
    ['two at once', `${get('/healthz', at)}${get('/healthz', at, close)}`, [200]],
    [
      'HTTP/2 instead',
      get('/healthz', at, 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'X: 1').replace(
        'X: 1',
        'HTTP2-Settings: AAMAAABk\r\nConnection: close',
      ),
      [200],
    ],
    ['HTTP/2 at once', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400]],
    ['TLS', Buffer.from('16030100a5010000a10303', 'hex'), [400]],
    ['a WebSocket of a page', get('/healthz', at, ...wish, close), [200]],
    [
      'a WebSocket without a key',
      get('/socket.io/?EIO=4&transport=websocket', at, `Origin: http://${host}`, ...wish.slice(0, 2)),
      [400],
    ],
    ['long polling', get('/socket.io/?EIO=4&transport=polling', at, close), [200]],
    ['an expectation', get('/login', at, 'Expect: x', close), [417]],
    ['an unknown method', head('FROB /healthz HTTP/1.1', at), [400]],
    ['a method for files', head('PROPFIND /events HTTP/1.1', at, close), [405]],
    ['a form that is none', head('DELETE /login HTTP/1.1', at, close), [400]],
    ['a body of a GET', `${get('/api/v1/events', at, 'Content-Length: 5', close)}hello`, [401]],
  ];
}

/** Addresses of pages and of the API with parts that nobody has: each is asked for, and posted a form to. */
export const ODD_PATHS = [
  ...[
    '/%',
    '/%zz',
    '/%ff',
    '/%00',
    '//evil.example/x',
    '/..%2f..%2fetc%2fpasswd',
    '/.env',
    '/__manifest?p=%2F',
  ],
  ...[
    'watch',
    'show',
    'join',
    'crew',
    'events',
    'recordings',
    'api/chat',
    'api/audience',
    'api/presence',
  ].flatMap((part) =>
    ['%00', '%ff', '%E0%80', '%F0%9F%98%80', '__proto__', 'a'.repeat(3_000)].map(
      (name) => `/${part}/${name}`,
    ),
  ),
  ...['%00', '%ff', '..%2f..%2fpackage.json'].flatMap((name) => [
    `/hls/${name}/live.m3u8`,
    `/hls/a/${name}`,
    `/assets/${name}`,
  ]),
  ...['%00', '%ff', '__proto__', 'a&room=b'].flatMap((room) => [
    `/iframe/live?room=${room}`,
    `/api/livekit/token?room=${room}&username=${room}`,
    `/api/v1/events/${encodeURIComponent(room)}`,
  ]),
  ...['//evil.example', '%00', 'http:evil', 'javascript:x'].map((to) => `/login?redirectTo=${to}`),
  ...['routes%2Flogin', '__proto__', 'routes%2Fevents._index'].map((route) => `/login?_data=${route}`),
  '/recordings/00000000-0000-0000-0000-000000000000?exp=NaN&sig=%00',
  '/socket.io/%00',
  '/whip/v1/%00',
  '/setup?token=%00',
];
