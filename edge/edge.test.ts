import { createServer, get, type IncomingMessage, request, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { Server as SocketServer } from 'socket.io';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createEdge, type EdgeOptions } from './edge';
import { httpServer } from './listen';

const servers: Server[] = [];
const LIMITS = { connectionsPerAddress: 1_000, requestsPerAddress: 1_000, upgradesPerAddress: 1_000 };

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

/** Answers with its name and the headers it got; upgrades to a line that echoes. */
function backend(name: string): Promise<string> {
  const server = createServer((req, res) =>
    res.end(JSON.stringify({ name, headers: req.headers, url: req.url })),
  );
  server.on('upgrade', (_req, socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.pipe(socket);
  });
  return listening(server);
}

function edgeOf(options: Partial<EdgeOptions>): Promise<string> {
  return listening(
    httpServer(createEdge({ web: [], livekit: null, trustedProxies: [], limits: LIMITS, ...options })),
  );
}

/** An address that refuses. */
async function deadAddress(): Promise<string> {
  const address = await listening(createServer());
  const server = servers.pop();
  server?.close();
  return address;
}

function killOf(index: number): void {
  const server = servers[index];
  server?.closeAllConnections();
  server?.close();
}

const Ask = { accept: 'application/json' };

async function ask(url: string, headers: Record<string, string> = Ask) {
  const response = await fetch(url, { headers });
  return (await response.json()) as { name: string; url: string; headers: IncomingMessage['headers'] };
}

/** Everything that is answered to these lines, until the edge ends the connection. */
async function said(base: string, lines: string[]): Promise<string> {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  socket.write(lines.join('\r\n'));
  let answer = '';
  for await (const data of socket as AsyncIterable<Buffer>) answer += data.toString();
  return answer;
}

/** What the backend got of a request without a body. */
async function spoken(base: string, lines: string[]) {
  const answer = await said(base, [...lines, '', '']);
  const body: unknown = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
  return body as { url: string; headers: IncomingMessage['headers'] };
}

function upgrade(base: string, path: string): Promise<{ status: string; socket: Socket }> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.once('error', reject);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    socket.once('data', (data) => resolve({ status: data.toString().split('\r\n')[0] ?? '', socket }));
  });
}

async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [data] = (await once(socket, 'data')) as [Buffer];
  return data.toString();
}

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

describe('a web process that ends', () => {
  /** Reads the whole request, and dies before it answers. */
  async function dying(ids: (string | undefined)[]): Promise<string> {
    return listening(
      createServer((req) => {
        ids.push(String(req.headers['x-touchline-request-id']));
        req.resume().once('end', () => req.socket.destroy());
      }),
    );
  }
  const post = (url: string, more: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body: '{"cameraId":null}', headers: { ...Ask, ...more } });

  it('with a cut: the next one gets it, under the same id, which is never the client’s', async () => {
    const ids: (string | undefined)[] = [];
    const edge = await edgeOf({ web: [await dying(ids), await backend('next')] });
    const answers = [];
    for (let n = 0; n < 2; n += 1)
      answers.push(await post(`${edge}/api/v1/events/cup/cut`, { 'x-touchline-request-id': 'forged' }));
    for (const answer of answers) expect(answer.status).toBe(200);
    const first = (await answers[0]?.json()) as { headers: IncomingMessage['headers'] };
    expect(ids).toEqual([first.headers['x-touchline-request-id']]);
    expect(ids).not.toContain('forged');
  });

  it('with any other command: nobody gets it again', async () => {
    const ids: (string | undefined)[] = [];
    const edge = await edgeOf({ web: [await dying(ids), await dying(ids)] });
    expect((await post(`${edge}/api/v1/events`)).status).toBe(503);
    expect(ids).toEqual(['undefined']);
  });

  it('before it took a connection: the next one gets every command', async () => {
    const edge = await edgeOf({ web: [await deadAddress(), await backend('next')] });
    for (let n = 0; n < 4; n += 1) expect((await post(`${edge}/api/v1/events`)).status).toBe(200);
  });

  it('and says so: the others get the requests, and it those that nobody else takes', async () => {
    let asked = 0;
    const leaves = createServer((_req, res) => {
      asked += 1;
      res.shouldKeepAlive = false;
      res.end('{"name":"leaves"}');
    });
    const edge = await edgeOf({ web: [await listening(leaves), await backend('stays')] });
    const names = [];
    for (let n = 0; n < 6; n += 1) names.push((await ask(`${edge}/`)).name);
    expect(names.filter((name) => name === 'leaves').length).toBe(asked);
    expect(asked).toBe(1);
    killOf(1);
    expect((await ask(`${edge}/`)).name).toBe('leaves');
  });
});

describe('without a web process', () => {
  it('a person gets a page that reloads itself, a program the usual error, both at once', async () => {
    const edge = await edgeOf({ web: [await deadAddress()] });
    const page = await fetch(`${edge}/events`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('http-equiv="refresh"');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const api = await fetch(`${edge}/api/v1/events`, { method: 'POST', body: '{}' });
    expect(api.status).toBe(503);
    expect(await api.json()).toMatchObject({ error: { code: 'unavailable' } });
    expect((await upgrade(edge, '/socket.io/?transport=websocket')).status).toContain('503');
  });

  it('a request that gets no answer is ended', async () => {
    const mute = await listening(createServer(() => undefined));
    const edge = await edgeOf({ web: [mute], answerMs: 100 });
    const response = await fetch(`${edge}/`, { method: 'POST', body: 'x' });
    expect(response.status).toBe(503);
  });

  it('a body is never sent twice', async () => {
    let received = 0;
    const breaks = await listening(
      createServer((req) => {
        received += 1;
        req.socket.destroy();
      }),
    );
    const edge = await edgeOf({ web: [breaks, breaks] });
    const response = await fetch(`${edge}/`, { method: 'POST', body: 'cut' });
    expect(response.status).toBe(503);
    expect(received).toBe(1);
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
