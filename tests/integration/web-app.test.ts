import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, createServer, type IncomingMessage, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lanAddresses } from '../../app/config/lan';
import { presenceRoutes } from '../../app/http/presence';
import { probes } from '../../app/http/probes';
import { createWebApp } from '../../app/http/web-app';
import { createRealtime, type Realtime } from '../../app/realtime/realtime';
import { connect } from '../../db/connect';
import { PowerfulRoleError, refusePowerfulRole } from '../../db/role-check';
import { precompress } from '../../scripts/make/ensure-build';
import { pagesOfEcho } from '../support/api/server-build';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** The middleware in front of the pages, with one route that answers what reached it. */
let services: TestServices;
let realtime: Realtime;
let server: Server;
let base: string;
let clientDir: string;
const ORIGIN = 'http://localhost:3000';
const SCRIPT = 'export const sentence = "the same words again and again";\n'.repeat(100);
const lines: string[] = [];

beforeAll(async () => {
  const log = new PassThrough();
  log.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  clientDir = await mkdtemp(join(tmpdir(), 'touchline-client-'));
  await mkdir(join(clientDir, 'assets'));
  await writeFile(join(clientDir, 'assets/page-abc123.js'), SCRIPT);
  await precompress(join(clientDir, 'assets'));
  services = await createTestServices({ env: { trustedProxies: ['127.0.0.1'] } });
  services.log = pino(log);
  server = createServer();
  realtime = createRealtime({
    server,
    databaseUrl: services.env.databaseUrl,
    secrets: services.secrets,
    log: pino({ level: 'silent' }),
    originAllowed: () => false,
    clientIp: () => '203.0.113.9',
    livekit: services.livekit,
  });
  server.on(
    'request',
    createWebApp({
      services,
      pages: pagesOfEcho(clientDir),
      probes: probes(services, realtime, () => false),
      presence: presenceRoutes(realtime.embeds),
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await realtime.close();
  await services.close();
  await rm(clientDir, { recursive: true, force: true });
});

const post = (headers: Record<string, string>, body: BodyInit = 'hello') =>
  fetch(`${base}/api/echo`, { method: 'POST', headers, body });

test('a request of another site changes nothing, whatever it is dressed as (T16)', async () => {
  const refused: Record<string, string>[] = [
    { Origin: 'http://evil.test' },
    { Origin: 'null' },
    { Origin: 'http://localhost:3001', 'Content-Type': 'text/plain' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ];
  for (const headers of refused) {
    const answer = await post(headers);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: 'forbidden' } });
  }
  expect((await post({ Origin: ORIGIN })).status).toBe(200);
  expect((await post({})).status).toBe(200);
});

test('a script comes compressed as the browser likes it, whole, and for a year', async () => {
  const ask = (encoding: string) =>
    fetch(`${base}/assets/page-abc123.js`, { headers: { 'Accept-Encoding': encoding } });
  for (const encoding of ['br', 'gzip', 'identity']) {
    const answer = await ask(encoding);
    expect(answer.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
    expect(answer.headers.get('cache-control')).toBe('public,max-age=31536000,immutable');
    expect(answer.headers.get('content-type')).toMatch(/javascript/);
    expect(await answer.text()).toBe(SCRIPT);
  }
  expect((await fetch(`${base}/assets/page-gone.js`)).status).toBe(404);
});

test('a proxy that is named is believed, and nobody else; a made-up host comes into no address (T25)', async () => {
  const answer = await raw({
    Host: 'evil.test',
    'X-Forwarded-For': '203.0.113.9',
    'X-Forwarded-Proto': 'https',
  });
  expect(JSON.parse(answer)).toEqual({ ip: '203.0.113.9', origin: ORIGIN });
  services.env.trustedProxies.splice(0);
  const direct = await raw({
    Host: 'localhost:3000',
    'X-Forwarded-For': '203.0.113.9',
    'X-Forwarded-Host': 'evil.test',
  });
  expect(JSON.parse(direct)).toEqual({ ip: '127.0.0.1', origin: ORIGIN });
  services.env.trustedProxies.push('127.0.0.1');
});

/** fetch does not let a test lie about its host. */
function raw(headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    httpRequest(`${base}/api/echo`, { headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

test('a body that never ends is ended, with and without a length', async () => {
  const told = await post({ Origin: ORIGIN }, 'x'.repeat(300_000));
  expect(told.status).toBe(413);
  const status = await new Promise<number | string>((resolve) => {
    const request = httpRequest(
      `${base}/api/echo`,
      { method: 'POST', headers: { Origin: ORIGIN } },
      (response) => {
        resolve(response.statusCode ?? 0);
        response.resume();
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    const more = () => {
      while (!request.destroyed && request.write('x'.repeat(16_384)));
      request.once('drain', more);
    };
    more();
  });
  // Node may see the closed connection before the answer.
  expect([413, 'ECONNRESET', 'EPIPE']).toContain(status);
  expect((await post({ Origin: ORIGIN })).status).toBe(200);
});

test.each([
  ['refused before it is read', 'https://evil.example', 403],
  ['read in part', ORIGIN, 200],
])('a body that is %s keeps nobody waiting who comes over the same connection', async (_what, origin, is) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async (method: string, path: string, body?: string) => {
    const headers = { Origin: origin, ...(body && { 'Content-Length': String(body.length) }) };
    const sent = httpRequest(base + path, { agent, method, headers }).end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return [answer.statusCode, sent.reusedSocket];
  };
  expect(await ask('POST', '/api/part', 'x'.repeat(200_000))).toEqual([is, false]);
  expect(await ask('GET', '/healthz')).toEqual([200, true]);
  agent.destroy();
});

test('the log never holds what opens something', async () => {
  lines.splice(0);
  const paths = ['/crew/CANARY1', '/join/CANARY2?x=CANARY3', '/api/echo?token=CANARY4'];
  for (const path of [...paths, '/Crew/CANARY5', '/%63rew/CANARY6', '/JOIN/CANARY7', '/%4aoin/CANARY8']) {
    await fetch(`${base}${path}`, { headers: { Cookie: 'a=CANARY5', Authorization: 'Bearer CANARY6' } });
  }
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('')).not.toContain('CANARY');
});

test('others than the machine itself get neither figures nor the names of parts', async () => {
  for (const ip of ['203.0.113.9', '192.168.77.3', '2001:db8::1']) {
    const headers = { 'X-Forwarded-For': ip };
    expect((await fetch(`${base}/metrics`, { headers })).status).toBe(404);
    const ready = await fetch(`${base}/readyz`, { headers });
    expect(Object.keys((await ready.json()) as object)).toEqual(['ready']);
    expect((await fetch(`${base}/healthz`, { headers })).status).toBe(200);
  }
  const relayed = { 'x-touchline-relayed': '1' };
  expect((await fetch(`${base}/metrics`, { headers: relayed })).status).toBe(404);
  const own = lanAddresses()[0] ?? '127.0.0.1';
  expect((await fetch(`${base}/metrics`, { headers: { 'X-Forwarded-For': own } })).status).toBe(200);
});

test('readyz names each part, and healthz asks nobody', async () => {
  const ready = await fetch(`${base}/readyz`);
  expect(await ready.json()).toMatchObject({
    ready: true,
    parts: { database: { ok: true }, doorbell: { ok: true }, livekit: { ok: true } },
  });
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${base}/metrics`)).text()).toMatch(/^touchline_database_up 1$/m);
});

test('a role that stands above row level security is refused at the start', async () => {
  await expect(refusePowerfulRole(services.sql)).resolves.toBeUndefined();
  const admin = connect(services.database.adminUrl, { max: 1 });
  await expect(refusePowerfulRole(admin)).rejects.toThrow(PowerfulRoleError);
  await admin.end();
});
