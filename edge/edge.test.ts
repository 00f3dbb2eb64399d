import { spawn } from 'node:child_process';
import { createServer, get, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { Server as SocketServer } from 'socket.io';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import {
  Ask,
  ask,
  backend,
  deadAddress,
  echo,
  edgeOf,
  endServers,
  killOf,
  listening,
  said,
  spoken,
  upgrade,
} from '../tests/support/network/test-edge';

afterEach(endServers);

describe('requests', () => {
  it('reach the web processes in turn, with the path as it was', async () => {
    const web = [await backend('one'), await backend('two')];
    const edge = await edgeOf({ web });
    const names = new Set([(await ask(`${edge}/a`)).name, (await ask(`${edge}/a`)).name]);
    expect(names).toEqual(new Set(['one', 'two']));
    expect((await ask(`${edge}/api/x?y=%2F`)).url).toBe('/api/x?y=%2F');
  });

  it('go to another web process when one is dead', async () => {
    const edge = await edgeOf({ web: [await deadAddress(), await backend('alive')] });
    for (let i = 0; i < 4; i += 1) expect((await ask(`${edge}/`)).name).toBe('alive');
  });

  it('carry the address that the edge saw, whatever the client says', async () => {
    const edge = await edgeOf({ web: [await backend('web')] });
    const { headers } = await ask(`${edge}/`, {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=6.6.6.6',
    });
    expect(headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' });
    expect(headers).not.toHaveProperty('x-forwarded-host');
    expect(headers).not.toHaveProperty('forwarded');
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
    'are told to come through a proxy where %s says so, and it is not trusted',
    async (name) => {
      const edge = await edgeOf({ web: [await backend('web')] });
      const { headers } = await ask(`${edge}/metrics`, { [name]: '198.51.100.7' });
      expect(headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-touchline-relayed': '1' });
      const own = await ask(`${edge}/metrics`, { 'x-touchline-relayed': '1' });
      expect(own.headers).not.toHaveProperty('x-touchline-relayed');
    },
  );

  it('carry that address also when the client declares it to be of its own connection', async () => {
    const edge = await edgeOf({ web: [await backend('web')] });
    const text = [
      'GET / HTTP/1.1',
      'Host: localhost',
      'Connection: close, X-Forwarded-For, x-forwarded-proto, X-Mine',
      'X-Mine: 1',
    ];
    const { headers } = await spoken(edge, text);
    // Without one the web process took the request for the machine's own: /metrics, limits, the log.
    expect(headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' });
    expect(headers).not.toHaveProperty('x-mine');
  });

  it.each([
    ['/%61pi/v1/events', '/api/v1/events'],
    ['/hls/../api/v1/events?x=1', '/api/v1/events?x=1'],
    ['http://evil.example/watch/derby', '/watch/derby'],
  ])('ask for %s as every lane and every page knows it', async (target, path) => {
    const edge = await edgeOf({ web: [await backend('web')] });
    const { url } = await spoken(edge, [`GET ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close']);
    expect(url).toBe(path);
  });

  it('are answered as they are when they ask for a protocol that nobody speaks here', async () => {
    const edge = await edgeOf({ web: [await backend('web')] });
    const wish =
      'Host: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n';
    const { hostname, port } = new URL(edge);
    const socket = connect(Number(port), hostname);
    for (const [path, request] of [
      ['/a', `GET /a HTTP/1.1\r\n${wish}\r\n`],
      ['/b', `POST /b HTTP/1.1\r\n${wish}Content-Length: 2\r\n\r\nab`],
      ['/c', 'GET /c HTTP/1.1\r\nHost: a\r\n\r\n'],
      ['/d', `GET /d HTTP/1.1\r\n${wish}Connection: close\r\n\r\n`],
    ] as const) {
      const answer = await echo(socket, request);
      expect(answer).toMatch(/^HTTP\/1.1 200 /);
      expect(answer).toContain(`"url":"${path}"`);
    }
    await once(socket, 'close');
  });

  it.each([
    ['an address that is none', ['OPTIONS * HTTP/1.1', 'Host: localhost'], 400],
    ['a host that is none', ['GET / HTTP/1.1', 'Host: a b'], 400],
    ['a port that is none', ['GET / HTTP/1.1', 'Host: localhost:99999'], 400],
    [
      'two ways to end the body',
      ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 1', 'Transfer-Encoding: chunked'],
      400,
    ],
    ['no HTTP', ['hello'], 400],
    ['headers without an end', ['GET / HTTP/1.1', `Cookie: ${'a'.repeat(20_000)}`], 431],
  ])('with %s are told so, and reach nobody', async (_what, lines, status) => {
    const reached: string[] = [];
    const web = createServer((req) => void reached.push(req.url ?? ''));
    const edge = await edgeOf({ web: [await listening(web)] });
    const answer = await said(edge, [...lines, '', '']);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('"message":"');
    expect(reached).toEqual([]);
  });

  it('carry what a trusted proxy says, from the nearest address that is none', async () => {
    const edge = await edgeOf({ web: [await backend('web')], trustedProxies: ['127.0.0.0/8', '10.0.0.1'] });
    const { headers } = await ask(`${edge}/`, {
      'x-forwarded-for': '6.6.6.6, 203.0.113.9:5678, 10.0.0.1',
      'x-forwarded-proto': 'https, http',
    });
    expect(headers).toMatchObject({ 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' });
  });

  it.each<[string, Record<string, string>, string, string]>([
    [
      'an IPv6 address with brackets and port',
      { 'x-forwarded-for': '[2001:db8::7]:443' },
      '2001:db8::7',
      'http',
    ],
    ['Forwarded', { forwarded: 'for=203.0.113.9;proto=https;by=10.0.0.1' }, '203.0.113.9', 'https'],
    ['Forwarded, quoted', { forwarded: 'For="[2001:db8::7]:4711"; Proto=HTTPS' }, '2001:db8::7', 'https'],
    [
      'Forwarded of several hops',
      { forwarded: 'for=6.6.6.6, for="203.0.113.9:80";proto=https, for=10.0.0.1' },
      '203.0.113.9',
      'http',
    ],
    ['Forwarded without an address', { forwarded: 'for=_hidden;proto=https' }, '127.0.0.1', 'https'],
    ['X-Real-IP alone', { 'x-real-ip': '203.0.113.9', 'x-forwarded-ssl': 'on' }, '203.0.113.9', 'https'],
    [
      'what a client adds to what the proxy sets',
      { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=6.6.6.6', 'x-real-ip': '6.6.6.6' },
      '203.0.113.9',
      'http',
    ],
  ])('are read in each of the forms of proxies: %s', async (_form, sent, address, proto) => {
    const edge = await edgeOf({ web: [await backend('web')], trustedProxies: ['127.0.0.0/8', '10.0.0.1'] });
    const { headers } = await ask(`${edge}/`, sent);
    expect(headers).toMatchObject({ 'x-forwarded-for': address, 'x-forwarded-proto': proto });
    for (const name of ['forwarded', 'x-real-ip', 'x-forwarded-ssl'])
      expect(headers).not.toHaveProperty(name);
  });
});

describe("LiveKit's signalling", () => {
  it('passes on the same origin, and nothing of its control does', async () => {
    const edge = await edgeOf({ web: [await backend('web')], livekit: await backend('livekit') });
    const passes = [
      '/rtc?access_token=x',
      '/rtc/v1',
      '/rtc/validate',
      '/rtc/v1/validate',
      '/whip/v1',
      '/whip/v1/PA_x1',
    ];
    for (const path of passes) expect((await ask(edge + path)).name, path).toBe('livekit');
    for (const path of ['/twirp/livekit.RoomService/ListRooms', '/rtcx', '/', '/rtc/v2/x', '/agent']) {
      expect((await ask(edge + path)).name, path).toBe('web');
    }
    // Sent unchanged, since fetch would normalize it.
    expect(await rawName(edge, '/rtc/../twirp/livekit.RoomService/ListRooms')).toBe('web');
  });

  it('is not cut when the web process dies', async () => {
    const livekit = await backend('livekit');
    const web = await backend('web');
    const edge = await edgeOf({ web: [web], livekit });
    const { status, socket } = await upgrade(edge, '/rtc/v1?access_token=x');
    expect(status).toContain('101');
    expect(await echo(socket, 'before')).toBe('before');
    killOf(1);
    expect((await fetch(`${edge}/`, { headers: Ask })).status).toBe(503);
    expect(await echo(socket, 'after')).toBe('after');
    socket.destroy();
  });
});

it('M19: upgrades to a process that hangs end, however many wait for it', async () => {
  const script = `require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 2 },
    function () { process.send(this.address().port) })`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    const [port] = (await once(child, 'message')) as [number];
    child.kill('SIGSTOP');
    const edge = await edgeOf({ web: [`http://127.0.0.1:${port}`] });
    // The first few are taken by the system, which then takes no more.
    const answers = await Promise.all(Array.from({ length: 12 }, () => upgrade(edge, '/socket.io/?x')));
    expect(answers.filter(({ status }) => !/ 50[234] |^ended$/.test(status))).toEqual([]);
  } finally {
    child.kill('SIGKILL');
  }
});

it('a real socket.io connection goes through as a WebSocket', async () => {
  const server = createServer();
  const sockets = new SocketServer(server, { transports: ['websocket'] });
  sockets.on('connection', (socket) =>
    socket.on('ping me', (answer: (text: string) => void) => answer('here')),
  );
  const edge = await edgeOf({ web: [await listening(server)] });
  const client = io(edge, { transports: ['websocket'] });
  expect(await client.emitWithAck('ping me')).toBe('here');
  client.close();
  await sockets.close();
});

function rawName(base: string, path: string): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const req = request({ hostname, port, path }, (res) => {
      let body = '';
      res.on('data', (chunk: Buffer) => (body += chunk.toString()));
      res.on('end', () => resolve((JSON.parse(body) as { name: string }).name));
    });
    req.once('error', reject).end();
  });
}

it('the pages of trust are the edge’s own', async () => {
  const edge = await edgeOf({
    web: [],
    own: (req, res) => {
      if (req.url !== '/trust') return false;
      res.end('trust');
      return true;
    },
  });
  const answer = await new Promise<IncomingMessage>((resolve) => get(`${edge}/trust`, resolve));
  expect(answer.statusCode).toBe(200);
});
