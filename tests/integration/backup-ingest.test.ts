import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { call, makeEvent, makeToken } from '../support/api/call';
import { startBoard, type TestBoard } from '../support/engine/output-board';
import { type FaultProxy, startFaultProxy } from '../support/network/fault-proxy';
import { readCounters } from '../support/eyes/media-file';
import { pushersOf } from '../support/engine/pushed-program';
import { type NginxRtmp, startNginxRtmp } from '../support/stations/rtmp-nginx';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { startSyntheticProgram } from '../support/engine/synthetic-program';
import { until } from '../support/time/until';
import { lasts } from '../support/time/pace';

/**
 * A destination with two servers, each behind a network of its own, and a neighbour that must notice nothing
 * (design §8).
 */
let services: TestServices;
let token: string;
let folder: string;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  folder = await mkdtemp(join(tmpdir(), 'touchline-backup-'));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(async () => {
  await services.close();
  await rm(folder, { recursive: true, force: true });
});

async function server(): Promise<{ nginx: NginxRtmp; network: FaultProxy; url: string }> {
  const nginx = await startNginxRtmp({ dir: folder });
  const network = await startFaultProxy(nginx);
  cleanups.push(
    () => nginx.stop(),
    () => network.close(),
  );
  return { nginx, network, url: `rtmp://127.0.0.1:${network.port}/live` };
}

/** Numbers of the pictures of all files that a server wrote, oldest file first. */
const picturesOf = async ({ nginx }: { nginx: NginxRtmp }): Promise<number[]> =>
  (await Promise.all((await nginx.files()).map(readCounters))).flat().map(({ counter }) => counter);

test('the first server refuses: after three tries the program is at the second, and after a good while back at the first', async () => {
  const [first, second, other] = [await server(), await server(), await server()];
  await first.network.refuse();
  const program = startSyntheticProgram();
  cleanups.push(() => program.stop());
  const pushers = pushersOf(program);
  await until('the program to begin', () => program.hub.primePts !== null);
  const neighbour = pushers.start({ url: other.url, key: 'neighbour' });
  const pusher = pushers.start({ url: first.url, key: 'two', backupUrl: second.url });
  await pusher.until('reconnecting', 1_000);
  expect(pusher.status()).toMatchObject({ remedy: 'use-backup' });
  await pusher.until('live', 8_000);
  expect(second.network.bytes()).toBeGreaterThan(0);
  expect(pusher.status()).toMatchObject({
    remedy: 'use-first',
    verdict: expect.stringMatching(/goes to the backup server/) as unknown,
  });

  // The first one is back: what works is stayed with.
  await first.network.listen();
  await lasts('the first server being there again', 10_500);
  expect([first.network.connections(), second.network.connections()]).toEqual([0, 1]);
  // A new trouble, with a new beginning at the first.
  second.network.cut();
  await pusher.until('reconnecting', 1_000);
  await pusher.until('live', 3_000);
  expect([first.network.connections(), pusher.status().verdict]).toEqual([1, null]);

  await Promise.all([pusher.stop(), neighbour.stop()]);
  expect(neighbour.seen.map(({ state }) => state)).toEqual(['connecting', 'live', 'off']);
  const seen = await picturesOf(other);
  expect(seen).toEqual(seen.map((_, i) => (seen[0] ?? 0) + i));
  expect(seen.length).toBeGreaterThan(12 * 30);
});

test('the crew sends one destination to its other server and back, at once, and the others notice nothing', async () => {
  const [first, second, other] = [await server(), await server(), await server()];
  const event = await makeEvent(services, token);
  const at = `/api/v1/events/${event.slug}/destinations`;
  const add = async (label: string, settings: object): Promise<string> => {
    const body = { plugin: 'custom-rtmp', label, settings, streamKey: `key-${label}` };
    return String((await call(services, 'POST', at, { token, body })).json.id);
  };
  const two = await add('two', { url: first.url, backupUrl: second.url });
  const one = await add('one', { url: other.url });
  await call(services, 'POST', `/api/v1/events/${event.slug}/start`, { token, body: {} });
  const board: TestBoard = await startBoard(services, event.id, { folder });
  cleanups.push(() => board.stop());
  const read = async (id: string) => (await call(services, 'GET', `${at}/${id}`, { token })).json;
  const comes = (server: { network: FaultProxy }, connections: number) =>
    until('it to be live there', async () => {
      await board.round();
      const bytes = server.network.bytes();
      return (
        server.network.connections() === connections && bytes > 50_000 && (await read(two)).status === 'live'
      );
    });
  await comes(first, 1);
  const choose = (server: string, id = two) =>
    call(services, 'POST', `${at}/${id}/server`, { token, body: { server } });

  expect((await choose('backup')).json).toMatchObject({ server: 'backup', hasBackup: true });
  await comes(second, 1);
  expect(await read(two)).toMatchObject({ verdict: null, server: 'backup' });
  expect((await choose('backup')).status).toBe(200);
  await board.round();
  expect([first.network.connections(), second.network.connections()]).toEqual([1, 1]);

  // The wanted one dies: automatically to the other, with a sentence and the way back.
  await second.network.refuse();
  await comes(first, 2);
  await board.round();
  expect(await read(two)).toMatchObject({ remedy: 'use-backup', server: 'backup' });
  await second.network.listen();
  await choose('backup');
  await comes(second, 2);
  await choose('first');
  await comes(first, 3);

  const refused = await choose('backup', one);
  expect([refused.status, refused.json.error.code]).toEqual([409, 'conflict']);
  expect((await choose('third')).status).toBe(400);
  expect(other.network.connections()).toBe(1);
  await board.stop();
  cleanups.pop();
  const seen = await picturesOf(other);
  expect(seen).toEqual(seen.map((_, i) => (seen[0] ?? 0) + i));
  expect(seen.length).toBeGreaterThan(60);
  const { json } = await call(services, 'GET', `/api/v1/events/${event.slug}/log`, { token });
  const texts = json.rows.map(({ text }) => text).join('\n');
  expect(texts).toMatch(/sent two to its backup server\./);
});
