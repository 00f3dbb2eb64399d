import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScoreAnswer } from '../../contract/messages';
import type { Statistics } from '../../contract/statistics';
import { connect, type Sql } from '../../db/connect';
import { asAdmin, call, makeCamera, makeEvent, makeForeignToken, makeToken } from '../support/api/call';
import { TestEmbed } from '../support/load/embed-heartbeats';
import { startRealtime, TestClient, viewerTicket } from '../support/web/test-realtime';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { until } from '../support/time/until';
import { lasts } from '../support/time/pace';

/** How many watched, for how long, and how the outputs did. */
let services: TestServices;
let token: string;
let engine: Sql;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  engine = connect(services.database.engineUrl, { max: 1 });
});
afterAll(async () => {
  await engine.end();
  await services.close();
});

async function statistics(slug: string, query = ''): Promise<Statistics> {
  const answer = await call(services, 'GET', `/api/v1/events/${slug}/statistics${query}`, { token });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.text);
}

test('two web processes record one curve: samples, the peak of both, and who watches where', async () => {
  const event = await makeEvent(services, token);
  const [one, two] = await Promise.all([
    startRealtime(services.database.webUrl),
    startRealtime(services.database.webUrl),
  ]);
  const pages = [one, two, two].map(({ url }) => new TestClient<'public'>(url, viewerTicket(event.id)));
  const player = new TestEmbed(event.id, event.slug);
  await player.beat(one.url);
  for (const page of pages) await page.until(({ presences }) => presences.at(-1) === 4);
  await call(services, 'POST', `/api/v1/events/${event.slug}/start`, { token });
  await until('the first sample', async () => (await statistics(event.slug)).run?.curve.length === 1);
  await until('the peak', async () => (await statistics(event.slug)).run?.peakViewers === 4);
  expect((await statistics(event.slug)).viewers).toEqual({ total: 4, page: 3, embed: 1, platforms: {} });
  expect((await statistics(event.slug)).run?.curve[0]?.viewers).toBe(4);
  // One of them holds the event, so there is one sample and not two.
  pages.shift()?.close();
  await until('the number to fall', async () => (await statistics(event.slug)).viewers.total === 3);
  const after = await statistics(event.slug);
  expect([after.run?.curve.length, after.run?.peakViewers]).toEqual([1, 4]);
  for (const page of pages) page.close();
  await Promise.all([one.close(), two.close()]);
});

test('minutes watched hold each count until the next, and guess nothing where nobody counted', async () => {
  const event = await makeEvent(services, token);
  await asAdmin(services, async (sql) => {
    const [stream] = await sql<{ id: string }[]>`
      insert into streams (event_id, started_at, ended_at)
      values (${event.id}, '2026-05-02 15:00:00Z', '2026-05-02 15:10:00Z') returning id`;
    await sql`
      insert into stream_samples (stream_id, event_id, at, page, embed, platforms) values
        (${stream?.id ?? ''}, ${event.id}, '2026-05-02 15:00:00Z', 10, 2, '{}'),
        (${stream?.id ?? ''}, ${event.id}, '2026-05-02 15:00:10Z', 20, 4, '{"youtube": 50}'),
        -- From here on nobody counted for five minutes: 30 s of it are believed.
        (${stream?.id ?? ''}, ${event.id}, '2026-05-02 15:09:50Z', 6, 0, '{}'),
        -- After the end.
        (${stream?.id ?? ''}, ${event.id}, '2026-05-02 15:10:01Z', 600, 0, '{}')`;
  });
  const { run, runs } = await statistics(event.slug);
  // 12 × 10 s + 24 × 30 s + 6 × 10 s = 900 s.
  expect(run).toMatchObject({ watchedMinutes: 15, lastedS: 600 });
  expect(run?.curve.map(({ viewers }) => viewers)).toEqual([12, 74, 6, 600]);
  expect(runs).toHaveLength(1);
});

test('goals are marked on the curve with how it stood; corrections and what was taken back are not', async () => {
  const event = await makeEvent(services, token);
  const at = `/api/v1/events/${event.slug}`;
  const sides = { home: { name: 'TSV Nord' }, away: { name: 'SC Hafen' } };
  await call(services, 'PUT', `${at}/score`, { token, body: sides });
  await call(services, 'POST', `${at}/score/points`, { token, body: { side: 'away' } });
  await call(services, 'POST', `${at}/start`, { token });
  await call(services, 'PATCH', `${at}/score`, { token, body: { clock: { ms: 3_484_000 } } });
  for (const body of [{ side: 'home' }, { side: 'away' }, { side: 'home' }, { side: 'away', delta: -1 }])
    await call(services, 'POST', `${at}/score/points`, { token, body });
  await call(services, 'POST', `${at}/score/points`, { token, body: { side: 'home' } });
  const { text } = await call(services, 'GET', `${at}/score`, { token });
  const { score } = JSON.parse(text) as ScoreAnswer;
  await call(services, 'POST', `${at}/score/undo`, { token, body: { pointId: score?.last?.id } });
  await call(services, 'POST', `${at}/stop`, { token });
  const { run } = await statistics(event.slug);
  // What was counted before the stream began belongs to no curve.
  expect(run?.marks).toMatchObject([
    { kind: 'goal', text: 'TSV Nord 1:1 at 58:04' },
    { kind: 'goal', text: 'SC Hafen 1:2 at 58:04' },
    { kind: 'goal', text: 'TSV Nord 2:2 at 58:04' },
  ]);
});

test('cuts and faults are marked on the curve, and each output says for how long it was fed', async () => {
  const event = await makeEvent(services, token);
  const camera = await makeCamera(services, token, event);
  const { json } = await call(services, 'POST', `/api/v1/events/${event.slug}/destinations`, {
    token,
    body: {
      plugin: 'custom-rtmp',
      label: 'Club',
      settings: { url: 'rtmp://127.0.0.1/live' },
      streamKey: 'k',
    },
  });
  await call(services, 'POST', `/api/v1/events/${event.slug}/start`, { token });
  const cut = { cameraId: camera.id };
  await call(services, 'POST', `/api/v1/events/${event.slug}/cut`, { token, body: cut });
  const states = ['connecting', 'live', 'live', 'reconnecting', 'live'];
  for (const state of states) {
    // As the engine writes it.
    await engine.begin(async (tx) => {
      await tx`select set_config('role', 'touchline_work', true), set_config('touchline.claims', '{"kind":"engine"}', true)`;
      await tx`
        insert into output_status (event_id, output, state) values (${event.id}, ${json.id}, ${state})
        on conflict (event_id, output) do update set state = excluded.state`;
      if (state === 'reconnecting')
        await tx`
          insert into event_log (event_id, kind, severity, text)
          values (${event.id}, 'output', 'warning', 'Club is reconnecting.')`;
    });
    await lasts('a state of the output', 300);
  }
  await call(services, 'POST', `/api/v1/events/${event.slug}/stop`, { token });
  const { run } = await statistics(event.slug);
  expect(run?.marks.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    'cut: Cut to Main stand by Control desk.',
    'fault: Club is reconnecting.',
  ]);
  expect(run?.outputs).toMatchObject([
    { output: json.id, label: 'Club', plugin: 'custom-rtmp', interruptions: 1 },
  ]);
  const [club] = run?.outputs ?? [];
  expect(club?.onS).toBeGreaterThan(club?.liveS ?? Infinity);

  await call(services, 'DELETE', `/api/v1/events/${event.slug}/destinations/${json.id}`, { token });
  expect((await statistics(event.slug)).run?.outputs).toMatchObject([{ output: json.id, label: null }]);
});

test('an earlier time on the air can be asked for; what is no such time is refused', async () => {
  const event = await makeEvent(services, token);
  expect(await statistics(event.slug)).toMatchObject({ runs: [], run: null });
  for (const what of ['start', 'stop', 'reopen', 'start', 'stop'])
    await call(services, 'POST', `/api/v1/events/${event.slug}/${what}`, { token });
  const { runs, run } = await statistics(event.slug);
  expect(runs).toHaveLength(2);
  expect(run?.id).toBe(runs[0]?.id);
  expect((await statistics(event.slug, `?run=${runs[1]?.id}`)).run?.id).toBe(runs[1]?.id);
  const path = `/api/v1/events/${event.slug}/statistics`;
  const unknown = await call(services, 'GET', `${path}?run=${crypto.randomUUID()}`, { token });
  expect(unknown.status).toBe(404);
  expect((await call(services, 'GET', `${path}?run=7`, { token })).status).toBe(400);
  expect((await call(services, 'GET', path)).status).toBe(401);
  const foreign = await makeForeignToken(services);
  expect((await call(services, 'GET', path, { token: foreign })).status).toBe(404);
});

test('an event with all its figures can be deleted', async () => {
  const event = await makeEvent(services, token);
  await asAdmin(services, async (sql) => {
    await sql`insert into output_status (event_id, output, state) values (${event.id}, 'recording', 'live')`;
  });
  expect((await call(services, 'DELETE', `/api/v1/events/${event.slug}`, { token })).status).toBe(204);
  const left = await asAdmin(services, (sql) => sql`select from output_changes where event_id = ${event.id}`);
  expect(left).toHaveLength(0);
});
