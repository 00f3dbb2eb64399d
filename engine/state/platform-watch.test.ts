import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlatformFacts } from '../../contract/destinations';
import { createPlatformApi } from '../../plugins/platform-api';
import type { DesiredDestination } from '../types';
import { PlatformWatch } from './platform-watch';

/** No test reaches a real platform: a server of ours replaces all of their hosts, with documented answers. */
let server: Server;
let base: string;
let asked: string[] = [];
let answer: (path: string, request: IncomingMessage, response: ServerResponse) => unknown;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push(`${request.method} ${path}`);
    const body = answer(path, request, response);
    if (body !== undefined) response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const destination = (plugin: string, settings: Record<string, string>, secrets: Record<string, string>) => ({
  ...{ id: 'd', plugin, label: 'x', url: '', backupUrl: null, key: '', enabled: true, tries: 0 },
  settings,
  secrets,
});
const youtube = destination(
  'youtube',
  { videoId: 'dQw4w9WgXcQ', clientId: 'client' },
  { apiKey: 'CANARY-api', clientSecret: 'CANARY-secret', refreshToken: 'CANARY-refresh' },
);
const twitch = destination('twitch', { channel: 'club', clientId: 'app' }, { clientSecret: 'CANARY-app' });

/** What is stored after the next round of polling. */
async function look(
  what: DesiredDestination,
  options: { timeoutMs?: number; live?: boolean } = {},
): Promise<PlatformFacts> {
  return new Promise((resolve, reject) => {
    const watch = new PlatformWatch({
      store: { platform: async (_id, facts) => (resolve(facts), true) },
      createApi: (wanted) => {
        const standIns = Object.fromEntries(wanted.hosts.map((host) => [host, base]));
        return createPlatformApi({ ...wanted, standIns, timeoutMs: options.timeoutMs });
      },
    });
    watch.look([what], options.live ?? true);
    setTimeout(() => reject(new Error('nothing was asked')), options.live === false ? 200 : 3_000);
  });
}

const tokens = { access_token: 'CANARY-token', expires_in: 3600 };
const health =
  (status: string, issues: object[] = []) =>
  (path: string, request: IncomingMessage) => {
    if (path === '/token') return tokens;
    if (path.endsWith('/videos')) return { items: [{ liveStreamingDetails: { concurrentViewers: '321' } }] };
    expect(request.headers.authorization).toBe('Bearer CANARY-token');
    if (path.endsWith('/liveBroadcasts')) return { items: [{ contentDetails: { boundStreamId: 's' } }] };
    const healthStatus = { status, configurationIssues: issues };
    return { items: [{ status: { streamStatus: 'active', healthStatus } }] };
  };

test('YouTube: viewers by the API key, health by the account', async () => {
  answer = health('good');
  expect(await look(youtube)).toMatchObject({ health: 'good', viewers: 321, message: null });
  expect(asked.sort()).toEqual([
    'GET /youtube/v3/liveBroadcasts',
    'GET /youtube/v3/liveStreams',
    'GET /youtube/v3/videos',
    'POST /token',
  ]);
});

test('YouTube: the worst of its complaints is reported in its own words', async () => {
  answer = health('bad', [
    { severity: 'info', description: 'Fine.' },
    { severity: 'error', description: 'The stream’s bitrate is too low.' },
  ]);
  expect(await look(youtube)).toMatchObject({
    health: 'bad',
    message: 'YouTube: The stream’s bitrate is too low.',
  });
});

test('Twitch: viewers, or that it shows nothing yet', async () => {
  const shows = (data: object[]) => (path: string) => (path === '/oauth2/token' ? tokens : { data });
  answer = shows([{ type: 'live', viewer_count: 12 }]);
  expect(await look(twitch)).toMatchObject({ health: null, viewers: 12, message: null });
  answer = shows([]);
  expect(await look(twitch)).toMatchObject({ health: 'none', viewers: null });
});

test.each([
  [400, /refuses the API key or token/],
  [403, /refuses the API key or token/],
  [429, /ask less often/],
  [500, /cannot answer/],
])('an answer of %d becomes a sentence without a secret in it', async (status, told) => {
  answer = (_path, _request, response) => {
    response.statusCode = status;
    return { error: 'CANARY-api' };
  };
  const facts = await look(youtube);
  expect(facts).toMatchObject({
    health: null,
    viewers: null,
    message: expect.stringMatching(told) as unknown,
  });
  expect(JSON.stringify(facts)).not.toContain('CANARY');
});

test('a platform that says nothing, nonsense or go elsewhere is given up in time', async () => {
  answer = () => undefined;
  expect((await look(twitch, { timeoutMs: 200 })).message).toMatch(/does not answer/);
  answer = (_path, _request, response) => void response.end('{"a":');
  expect((await look(twitch)).message).toMatch(/cannot be read/);
  answer = () => ({ surprise: true });
  expect((await look(twitch)).message).toMatch(/cannot be read/);
  answer = (_path, _request, response) => {
    response.writeHead(302, { location: `${base}/elsewhere` });
    return {};
  };
  asked = [];
  await look(twitch);
  expect(asked).toEqual(['POST /oauth2/token']);
});

test('nothing is asked before the show, nor without what it takes', async () => {
  answer = health('good');
  await expect(look(youtube, { live: false })).rejects.toThrow(/nothing was asked/);
  await expect(look({ ...youtube, secrets: {} })).rejects.toThrow(/nothing was asked/);
  expect(asked).toEqual([]);
});

test('a plugin reaches the hosts it names and no other, and no private address (T13)', async () => {
  const api = createPlatformApi({
    label: 'X',
    hosts: ['api.example.org'],
    resolve: async () => ['151.101.1.69', '10.0.0.1'],
  });
  for (const url of [
    'https://other.example.org/',
    'http://api.example.org/',
    'https://api.example.org:8443/',
    'https://user@api.example.org/',
  ])
    await expect(api.getJson(url)).rejects.toThrow(/may not ask/);
  await expect(api.getJson('https://api.example.org/')).rejects.toThrow(/no public address/);
});
