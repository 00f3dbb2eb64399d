import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { DestinationTests } from '../../engine/destination-test/destination-tests';
import { checkDestinationAddress } from '../../plugins/address';
import { asAdmin, call, makeEvent, makeToken } from '../support/api/call';
import { readPackets } from '../support/eyes/media-file';
import { startSilentServer } from '../support/stations/rtmp-receiver';
import { freePort } from '../../supervisor/ports';
import { type NginxRtmp, startNginxRtmp } from '../support/stations/rtmp-nginx';
import { startSrtListener } from '../support/stations/srt-receiver';
import { until } from '../support/time/until';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let token: string;
let folder: string;
let engine: Sql;
let nginx: NginxRtmp;
let tests: DestinationTests;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  folder = await mkdtemp(join(tmpdir(), 'touchline-tests-'));
  engine = connect(services.database.engineUrl, { max: 2 });
  nginx = await startNginxRtmp({ dir: folder, accepts: (key) => key === 'right-key' });
  tests = new DestinationTests({
    sql: engine,
    doorbell: services.doorbell,
    secrets: services.secrets,
    log: services.log,
    ffmpegPath: 'ffmpeg',
    checkAddress: (url) => checkDestinationAddress(url, { allowPrivate: true }),
  });
  tests.start();
});
afterAll(async () => {
  tests.stop();
  await engine.end();
  await nginx.stop();
  await services.close();
  await rm(folder, { recursive: true, force: true });
});

async function made(
  url: string,
  streamKey: string,
  more: object = {},
): Promise<{ slug: string; path: string; id: string }> {
  const event = await makeEvent(services, token);
  const at = `/api/v1/events/${event.slug}/destinations`;
  const body = { plugin: 'custom-rtmp', label: 'Club', settings: { url }, streamKey, ...more };
  const { json } = await call(services, 'POST', at, { token, body });
  return { slug: event.slug, path: `${at}/${json.id}`, id: String(json.id) };
}
const tried = (path: string) => call(services, 'POST', `${path}/test`, { token, body: {} });

test('a server that would take the program says so, and the desk keeps it until the key changes', async () => {
  const { path, slug } = await made(nginx.url, 'right-key');
  const { status, json } = await tried(path);
  expect([status, json]).toEqual([200, expect.objectContaining({ ok: true, side: null, remedy: null })]);
  const shown = async () =>
    (
      await asAdmin(
        services,
        (sql) => sql`select 1 from destination_tests t join destinations d on d.id = t.destination_id
      join events e on e.id = d.event_id where e.slug = ${slug} and result is not null`,
      )
    ).length;
  expect(await shown()).toBe(1);
  await call(services, 'PATCH', path, { token, body: { streamKey: 'another-key' } });
  expect(await shown()).toBe(0);
});

test('the key of a whole address that was pasted over the present one is what is sent', async () => {
  const { path } = await made(nginx.url, 'last-weeks-key');
  expect((await tried(path)).json).toMatchObject({ ok: false, remedy: 'replace-key' });
  await call(services, 'PATCH', path, { token, body: { settings: { url: `${nginx.url}/right-key` } } });
  expect((await tried(path)).json).toMatchObject({ ok: true });
});

test('a refused key, a silent server and a closed port are reported with whose side it is', async () => {
  const silent = await startSilentServer();
  const wrong = await made(nginx.url, 'wrong-key');
  const dumb = await made(silent.url, 'k');
  const closed = await made('rtmp://127.0.0.1:9/live', 'k');
  const answers = await Promise.all([wrong, dumb, closed].map(({ path }) => tried(path)));
  expect(answers.map(({ json }) => json)).toMatchObject([
    { ok: false, side: 'key', remedy: 'replace-key' },
    { ok: false, side: 'server', remedy: 'try-now' },
    { ok: false, side: 'server', remedy: 'check-address' },
  ]);
  expect(answers.map(({ text }) => text).join()).not.toContain('wrong-key');
  await silent.stop();
});

test('ten seconds of pictures reach the server, and the crew sees how far it is', async () => {
  const { path, id } = await made(nginx.url, 'right-key');
  const stages = new Set<string>();
  const running = call(services, 'POST', `${path}/test`, { token, body: { pictures: true } });
  const stageOf = async () =>
    (
      await asAdmin(
        services,
        (sql) => sql`select stage, result from destination_tests where destination_id = ${id}`,
      )
    )[0];
  await until(
    'the test to end',
    async () => {
      const row = await stageOf();
      if (row?.stage) stages.add(String(row.stage));
      return row !== undefined && row.result !== null;
    },
    { timeoutMs: 26_000 },
  );
  const { status, json } = await running;
  expect([status, json]).toMatchObject([
    200,
    { ok: true, text: expect.stringMatching(/ten seconds of pictures .* Mbit/) as unknown },
  ]);
  expect([...stages]).toEqual(['connecting', 'sending']);
  const video = (await readPackets((await nginx.files()).at(-1) ?? '')).filter(
    ({ kind }) => kind === 'video',
  );
  expect(video[0]?.keyframe).toBe(true);
  expect(video.length).toBeGreaterThan(9 * 30);
});

test('an SRT server is tried with pictures, and a wrong passphrase is reported', async () => {
  const files = ['right', 'wrong'].map((name) => join(folder, `${name}.ts`));
  const answers = await Promise.all(
    ['a-right-passphrase', 'another-passphrase'].map(async (passphrase, i) => {
      const port = await freePort();
      const listener = await startSrtListener({
        port,
        file: files[i] ?? '',
        passphrase: 'a-right-passphrase',
      });
      const url = `srt://127.0.0.1:${port}`;
      const { path } = await made(url, '', { plugin: 'srt', secrets: { passphrase } });
      const { json } = await tried(path);
      await listener.stop();
      return json;
    }),
  );
  expect(answers).toMatchObject([{ ok: true }, { ok: false, side: 'key', remedy: 'replace-key' }]);
  const video = (await readPackets(files[0] ?? '')).filter(({ kind }) => kind === 'video');
  expect(video.length).toBeGreaterThan(8 * 30);
});

test('a test ends as soon as its destination goes on the air, and two do not run at once', async () => {
  const { slug, path, id } = await made(nginx.url, 'right-key');
  const running = call(services, 'POST', `${path}/test`, { token, body: { pictures: true } });
  const sending = async () =>
    (
      await asAdmin(services, (sql) => sql`select stage from destination_tests where destination_id = ${id}`)
    )[0]?.stage === 'sending';
  await until('pictures to be sent', sending, { timeoutMs: 8_000 });
  const second = await tried(path);
  expect([second.status, second.json]).toMatchObject([
    409,
    { error: { message: expect.stringMatching(/already/) as unknown } },
  ]);
  const onAirMs = performance.now();
  await call(services, 'POST', `/api/v1/events/${slug}/start`, { token, body: {} });
  expect((await running).json).toMatchObject({
    ok: false,
    text: expect.stringMatching(/on the air/) as unknown,
  });
  expect(performance.now() - onAirMs).toBeLessThan(3_000);
});

test('who asks while another destination is tried has a turn after it, and what nobody waits for is not begun', async () => {
  const event = await makeEvent(services, token);
  const at = `/api/v1/events/${event.slug}/destinations`;
  const [first, second] = await Promise.all(
    ['First', 'Second'].map(async (label) => {
      const body = { plugin: 'custom-rtmp', label, settings: { url: nginx.url }, streamKey: 'right-key' };
      return `${at}/${String((await call(services, 'POST', at, { token, body })).json.id)}/test`;
    }),
  );
  const send = (path = '') => call(services, 'POST', path, { token, body: { pictures: true } });
  const answers = await Promise.all([send(first), send(second)]);
  expect(answers.map(({ status, json }) => [status, (json as { ok?: boolean }).ok])).toEqual([
    [200, true],
    [200, true],
  ]);
  tests.stop();
  expect((await send(first)).status).toBe(503);
  const left = await asAdmin(
    services,
    (sql) => sql`select 1 from destination_tests where event_id = ${event.id} and done_at is null`,
  );
  expect(left).toHaveLength(0);
  tests.start();
});

test('what is on the air is not disturbed by a test', async () => {
  const { slug, path } = await made(nginx.url, 'right-key');
  await call(services, 'POST', `/api/v1/events/${slug}/start`, { token, body: {} });
  const { status, json } = await tried(path);
  expect([status, json]).toMatchObject([409, { error: { code: 'conflict' } }]);
});

test('to start what is in trouble is to try it again; to start what is well changes nothing', async () => {
  const { slug, path, id } = await made(nginx.url, 'right-key');
  await call(services, 'POST', `/api/v1/events/${slug}/start`, { token, body: {} });
  const set = (state: string) =>
    asAdmin(
      services,
      (sql) => sql`insert into output_status (event_id, output, state)
      select event_id, ${id}, ${state} from destinations where id = ${id}
      on conflict (event_id, output) do update set state = excluded.state`,
    );
  const tries = async () =>
    (await asAdmin(services, (sql) => sql`select tries from destinations where id = ${id}`))[0]?.tries;
  await set('live');
  await call(services, 'POST', `${path}/start`, { token, body: {} });
  expect(await tries()).toBe(0);
  await set('failed');
  await call(services, 'POST', `${path}/start`, { token, body: {} });
  expect(await tries()).toBe(1);
});

test('without an engine the crew is warned within five seconds', async () => {
  tests.stop();
  const { path } = await made(nginx.url, 'right-key');
  const beganMs = performance.now();
  const { status, json } = await tried(path);
  expect(status).toBe(503);
  expect(json).toMatchObject({
    error: { message: expect.stringMatching(/engine does not answer/) as unknown },
  });
  expect(performance.now() - beganMs).toBeLessThan(6_000);
});
