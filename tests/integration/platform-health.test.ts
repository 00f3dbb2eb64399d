import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crewState } from '../../app/domain/state/read-state';
import type { Claims } from '../../db/claims';
import { createPlatformApi } from '../../plugins/platform-api';
import { asAdmin, call, makeEvent, makeToken } from '../support/api/call';
import { startBoard, type TestBoard } from '../support/engine/output-board';
import { type NginxRtmp, startNginxRtmp } from '../support/stations/rtmp-nginx';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { until } from '../support/time/until';

/**
 * Three sources about one destination: our bytes and the ingest's answers are real; a server on loopback
 * replaces the platform's API, with the answers that Twitch and YouTube document. Its ingest replaces theirs,
 * too.
 */
let services: TestServices;
let token: string;
let folder: string;
let nginx: NginxRtmp;
let platform: Server;
let says: { health: string; issue: string | null } = { health: 'good', issue: null };
let board: TestBoard;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  folder = await mkdtemp(join(tmpdir(), 'touchline-platform-'));
  nginx = await startNginxRtmp({ dir: folder });
  platform = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const { health: status, issue } = says;
    const configurationIssues = issue === null ? [] : [{ severity: 'error', description: issue }];
    const answer = path.endsWith('/videos')
      ? { items: [{ liveStreamingDetails: { concurrentViewers: '321' } }] }
      : path === '/token'
        ? { access_token: 'CANARY-token', expires_in: 3600 }
        : path.endsWith('/liveBroadcasts')
          ? { items: [{ contentDetails: { boundStreamId: 's' } }] }
          : {
              items: [{ status: { streamStatus: 'active', healthStatus: { status, configurationIssues } } }],
            };
    response.end(JSON.stringify(answer));
  });
  platform.listen(0, '127.0.0.1');
  await once(platform, 'listening');
});
afterAll(async () => {
  await board.stop();
  platform.close();
  await nginx.stop();
  await services.close();
  await rm(folder, { recursive: true, force: true });
});

test('what the platform says is laid over what we see, reported to the crew when it changes, and never holds a secret', async () => {
  const event = await makeEvent(services, token);
  const made = await call(services, 'POST', `/api/v1/events/${event.slug}/destinations`, {
    token,
    body: {
      plugin: 'youtube',
      label: 'YouTube',
      settings: { videoId: 'dQw4w9WgXcQ', clientId: 'client' },
      streamKey: 'abcd-efgh',
      secrets: { apiKey: 'CANARY-api', clientSecret: 'CANARY-secret', refreshToken: 'CANARY-refresh' },
    },
  });
  await call(services, 'POST', `/api/v1/events/${event.slug}/start`, { token, body: {} });
  const base = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`;
  /** Platforms are polled every half minute. */
  let nowMs = 0;
  board = await startBoard(services, event.id, {
    folder,
    ingest: nginx.url,
    createApi: (wanted) =>
      createPlatformApi({
        ...wanted,
        standIns: Object.fromEntries(wanted.hosts.map((host) => [host, base])),
      }),
    now: () => performance.now() + nowMs,
  });
  const [row] = await asAdmin(
    services,
    (sql) => sql<{ team: string }[]>`select team_id as team from events where id = ${event.id}`,
  );
  const member: Claims = {
    kind: 'member',
    userId: null,
    teams: [row?.team ?? ''],
    name: 'Ann',
    via: 'token',
  };
  const shown = async () => {
    await board.round();
    const { state } = await crewState(services, member, event.id);
    const found = state.destinations.find(({ id }) => id === made.json.id);
    if (!found) throw new Error('no destination');
    return found;
  };
  await until('the good word to be there', async () => (await shown()).platform?.health === 'good', {
    timeoutMs: 15_000,
  });
  await until('it to be live', async () => (await shown()).status === 'live', { timeoutMs: 10_000 });
  expect(await shown()).toMatchObject({ verdict: null, remedy: null, platform: { viewers: 321 } });

  says = { health: 'bad', issue: 'The stream’s bitrate is too low.' };
  nowMs += 31_000;
  await until('the bad word to be a verdict', async () => (await shown()).verdict !== null, {
    timeoutMs: 5_000,
  });
  expect(await shown()).toMatchObject({
    status: 'live',
    verdict: 'YouTube: The stream’s bitrate is too low.',
    remedy: 'open-platform',
    studio: { label: 'YouTube Studio' },
  });
  const lines = async () =>
    (
      await asAdmin(
        services,
        (sql) => sql<{ text: string }[]>`select text from event_log where event_id = ${event.id} order by id`,
      )
    ).map(({ text }) => text);
  expect(await lines()).toContain('YouTube: The stream’s bitrate is too low.');

  // Our own bytes are the better evidence: where they do not arrive, that is the diagnosis.
  await nginx.stop();
  await until('the loss to be reported', async () => (await shown()).status === 'reconnecting', {
    timeoutMs: 5_000,
  });
  expect(await shown()).toMatchObject({ remedy: 'use-backup' });
  nginx = await startNginxRtmp({ dir: folder, port: nginx.port });
  says = { health: 'good', issue: null };
  nowMs += 31_000;
  await until(
    'all to be well',
    async () => {
      const { status, verdict } = await shown();
      return status === 'live' && verdict === null;
    },
    { timeoutMs: 10_000 },
  );
  const kept = await asAdmin(services, async (sql) =>
    JSON.stringify([await sql`select * from output_status`, await sql`select * from event_log`]),
  );
  expect(kept).not.toContain('CANARY');
});
