import { afterAll, beforeAll, expect, test } from 'vitest';
import { asAdmin, call, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** The cuts of a run for an editor: what the API makes of the rows that director and engine wrote. */

const SLUG = 'cup-final';
let services: TestServices;
let token: string;
let event: Awaited<ReturnType<typeof makeEvent>>;

const get = (path: string) => call(services, 'GET', `/api/v1/events/${SLUG}${path}`, { token });
const post = (path: string, body: unknown = {}) =>
  call(services, 'POST', `/api/v1/events/${SLUG}${path}`, { token, body });
const put = (path: string, body: unknown) =>
  call(services, 'PUT', `/api/v1/events/${SLUG}${path}`, { token, body });

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  event = await makeEvent(services, token, { slug: SLUG, title: 'Cup final' });
});
afterAll(() => services.close());

/** The engine's part of a row: when it was first seen. */
const shownAt = (seq: number, mediaMs: number) =>
  asAdmin(
    services,
    (sql) =>
      sql`update switch_logs set media_time_ms = ${mediaMs} where event_id = ${event.id} and seq = ${seq}`,
  );

test('an event that never was on the air has nothing to edit', async () => {
  const answer = await get('/log.edl');
  expect([answer.status, answer.json.error.code]).toEqual([404, 'not_found']);
});

test('the scenes of the newest run lie in the downloads of its recording, as a list and as a timeline', async () => {
  const north = (await makeCamera(services, token, event, { label: 'North' })).id;
  const south = (await makeCamera(services, token, event, { label: 'South' })).id;
  await post('/cut', { cameraId: north });
  await post('/start');
  const mixed = await post('/cut', { cameraId: south, transition: { kind: 'mix', frames: 30 } });
  await shownAt(mixed.json.seq, 4_000);
  const layout = await post('/program', { layout: 'side-by-side', cells: [north, south] });
  await shownAt(layout.json.seq, 6_000);
  await asAdmin(
    services,
    (sql) => sql`
      insert into recordings (event_id, stream_id, part, file, bytes, started_at, ended_at)
      select id, stream_id, 1, 'x/part.mp4', 10, '2026-05-02T12:00:00Z', '2026-05-02T12:00:10Z'
      from events where id = ${event.id}`,
  );

  await put('/score', { home: { name: 'Nord' }, away: { name: 'Hafen' }, sport: 'football' });
  const wrong = { kind: 'goal', side: 'away', requestId: 'wrong' };
  await post('/score/events', {
    events: [
      { kind: 'period', period: 'first-half', requestId: 'a', clock: { running: true } },
      { kind: 'goal', side: 'home', requestId: 'b', player: { number: 7, name: 'Kim' } },
      wrong,
      { kind: 'card', side: 'away', card: 'red', requestId: 'd' },
      { kind: 'undo', undoesRequest: 'wrong', requestId: 'e' },
    ],
  });
  // A second after another, from when the run began.
  await asAdmin(
    services,
    (sql) => sql`
      update score_changes c set pressed_at = s.started_at + make_interval(secs => c.number)
      from events e join streams s on s.id = e.stream_id where e.id = c.event_id and e.id = ${event.id}`,
  );

  const edl = await get('/log.edl');
  expect(edl.headers.get('content-disposition')).toBe('attachment; filename="cup-final.edl"');
  expect(edl.text.split('\r\n').filter((line) => /^\d|^\* [FC]/.test(line))).toEqual([
    '001  AX       V     C        00:00:00:00 00:00:04:00 01:00:00:00 01:00:04:00',
    expect.stringMatching(/^\* FROM CLIP NAME: Cup final 2026-05-02 part 1\.mp4$/),
    '* COMMENT: North',
    '002  AX       V     C        00:00:04:00 00:00:06:00 01:00:04:00 01:00:06:00',
    expect.stringContaining('FROM CLIP NAME'),
    '* COMMENT: South (mix 30)',
    '003  AX       V     C        00:00:06:00 00:00:10:00 01:00:06:00 01:00:10:00',
    expect.stringContaining('FROM CLIP NAME'),
    '* COMMENT: North | South',
  ]);
  const marks = [
    ['01:00:01:00', 'BLUE', 'First half'],
    ['01:00:02:00', 'GREEN', 'Point Nord (7 Kim) 1:0'],
    ['01:00:04:00', 'RED', 'Red card Hafen'],
  ];
  const lines = edl.text.split('\r\n').filter((line) => line.startsWith('* LOC'));
  expect(lines).toEqual(marks.map(([at, color = '', text]) => `* LOC: ${at} ${color.padEnd(7)} ${text}`));
  expect((await get('/chapters.txt')).text).toBe('0:00 Start\n');
  const vtt = (await get('/chapters.vtt')).text;
  expect(vtt).toContain('00:00:02.000 --> 00:00:04.000\nPoint Nord (7 Kim) 1:0\n');
  expect((await get('/chapters.vtt?part=2')).status).toBe(404);
  expect((await get('/log.edl?style=premiere')).text).not.toContain('FROM CLIP NAME');
  expect((await get('/log.edl?style=avid')).status).toBe(400);

  const timeline = JSON.parse((await get('/log.otio')).text);
  expect(timeline).toMatchObject({ OTIO_SCHEMA: 'Timeline.1', name: 'Cup final' });
  const markers = JSON.stringify(timeline).match(/"name":"Red card Hafen","color":"RED"/g);
  expect(markers).toHaveLength(1);
  const clips: { name: string }[] = timeline.tracks.children[0].children;
  expect(clips.map(({ name }) => name)).toEqual(['North', 'South', 'North | South']);
  const other = await makeEvent(services, token);
  const stream = await asAdmin(
    services,
    (sql) => sql`select stream_id as id from events where id = ${event.id}`,
  );
  const foreign = await call(services, 'GET', `/api/v1/events/${other.slug}/log.otio?run=${stream[0]?.id}`, {
    token,
  });
  expect(foreign.status).toBe(404);
});
