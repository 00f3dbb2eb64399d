import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openLink } from '../../app/domain/crew/crew-links';
import { asAdmin, call, makeCamera, makeEvent, makeToken, names } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** Graphics as the API takes them, the state and the log keep them, and an assistant moves them. */

let services: TestServices;
let token: string;
let event: Awaited<ReturnType<typeof makeEvent>>;
let camera: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  event = await makeEvent(services, token);
  camera = (await makeCamera(services, token, event, { label: 'A' })).id;
});
afterAll(() => services.close());

const path = () => `/api/v1/events/${event.slug}`;
const ask = (method: string, to: string, body?: unknown) =>
  call(services, method, `${path()}/${to}`, { token, ...(body !== undefined && { body }) });
const make = async (kind: string, content: object, more: object = {}) =>
  ask('POST', 'graphics', { kind, content, ...more });
const list = async () => z.array(z.object({ id: z.string() })).parse((await ask('GET', 'graphics')).json);
const program = async () => (await call(services, 'GET', path(), { token })).json.program;
const newest = async () => (await ask('GET', 'switches?limit=1')).json.rows[0];

const CONTENTS: [kind: string, sent: object, stored: object][] = [
  ['score-bug', {}, { clock: true, period: true }],
  ['clock', { label: '2nd half' }, { label: '2nd half' }],
  ['lower-third', { title: ' Анна Берг ' }, { title: 'Анна Берг', subtitle: '' }],
  [
    'line-up',
    { title: 'TSV Nord', players: [{ number: '1', name: '田中' }, { name: 'بدر' }] },
    {
      title: 'TSV Nord',
      players: [
        { number: '1', name: '田中' },
        { number: '', name: 'بدر' },
      ],
    },
  ],
  ['title', { title: 'Cup final', subtitle: '🏆' }, { title: 'Cup final', subtitle: '🏆' }],
  ['countdown', { until: '2030-01-01T12:00:00+02:00' }, { label: '', until: '2030-01-01T10:00:00.000Z' }],
  ['text', { text: 'Goal!' }, { text: 'Goal!' }],
];

describe('what each kind says', () => {
  test.each(CONTENTS)('%s takes %o', async (kind, sent, stored) => {
    const made = await make(kind, sent);
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ kind, name: '', theme: {}, position: {}, layer: 50, onAir: false });
    expect(made.json.content).toEqual(stored);
    expect((await ask('GET', `graphics/${made.json.id}`)).json).toEqual(made.json);
  });

  test('a QR code is of the watch page, whatever is sent', async () => {
    const { json } = await make('qr', { label: 'Watch' });
    expect(json.content).toMatchObject({
      label: 'Watch',
      url: expect.stringMatching(`/watch/${event.slug}$`),
    });
    expect(json.content.code.bits).toHaveLength(Math.ceil(json.content.code.size ** 2 / 4));
    const refused = await make('qr', { label: 'Watch', url: 'https://example.org' });
    expect([refused.status, refused.json.error.message]).toEqual([400, 'Unknown field: url.']);
  });

  test.each([
    ['lower-third', {}, 'content.title'],
    ['lower-third', { title: 'x'.repeat(61) }, 'content.title'],
    ['line-up', { title: 'x', players: [] }, 'content.players'],
    ['countdown', { until: 'noon' }, 'content.until'],
    ['text', { text: 'a\u202eb' }, 'content.text'],
    ['song', { text: 'x' }, 'kind'],
  ])('%s refuses %o, and names the field', async (kind, content, field) => {
    const { status, json } = await make(kind, content);
    expect([status, json.error.field]).toEqual([400, field]);
  });

  test('colours and places are checked', async () => {
    for (const wrong of [
      { theme: { home: 'red' } },
      { theme: { ground: '#12345' } },
      { position: { anchor: 'centre' } },
      { position: { scale: 9 } },
      { layer: 100 },
      { svg: '<svg/>' },
    ]) {
      expect((await make('text', { text: 'x' }, wrong)).status).toBe(400);
    }
  });
});

test('a change replaces the content by the rules of its kind, and leaves what is not named', async () => {
  const { json } = await make(
    'title',
    { title: 'One', subtitle: 'two' },
    { theme: { accent: '#00ff00' }, name: 'Opening' },
  );
  const at = `graphics/${json.id}`;
  expect((await ask('PATCH', at, { content: { text: 'x' } })).json.error).toMatchObject({
    field: 'content.title',
  });
  const changed = (
    await ask('PATCH', at, { content: { title: 'Two' }, position: { anchor: 'top' }, layer: 3 })
  ).json;
  expect(changed).toMatchObject({
    ...{ name: 'Opening', theme: { accent: '#00ff00' }, position: { anchor: 'top' }, layer: 3 },
    content: { title: 'Two', subtitle: '' },
  });
  expect((await list())[0]?.id).toBe(json.id);
  expect((await ask('PATCH', at, {})).status).toBe(400);
  expect((await ask('DELETE', at)).status).toBe(204);
  expect((await ask('GET', at)).status).toBe(404);
});

test('in and out once each, with a row of the log, and no cut is stale by them', async () => {
  await ask('POST', 'cut', { cameraId: camera });
  const before = await program();
  const { json } = await make('lower-third', { title: 'Anna' });
  const at = `graphics/${json.id}`;
  const inside = await ask('POST', `${at}/in`, { frames: 20, requestId: 'in-1' });
  expect(inside.json).toMatchObject({ onAir: true, frames: 20, movedBy: expect.any(String) });
  const row = await newest();
  expect(row).toMatchObject({
    ...{
      kind: 'graphic',
      from: camera,
      to: camera,
      frames: 20,
      scene: null,
      source: 'api',
      requestId: 'in-1',
    },
    graphic: { id: json.id, kind: 'lower-third', name: 'Lower third “Anna”', onAir: true },
  });
  // Already there: nothing happens, and nothing is logged.
  expect((await ask('POST', `${at}/in`, {})).json.onAir).toBe(true);
  expect((await newest())?.seq).toBe(row?.seq);
  expect((await ask('POST', `${at}/out`, {})).json).toMatchObject({ onAir: false, frames: 12 });
  // The same request again is answered by what is now, and changes nothing.
  expect((await ask('POST', `${at}/in`, { requestId: 'in-1' })).json.onAir).toBe(false);
  expect((await newest())?.graphic?.onAir).toBe(false);

  expect(await program()).toEqual(before);
  expect((await ask('POST', 'cut', { cameraId: null, seenSeq: before.seq })).status).toBe(200);
});

test('what is deleted on the air is logged as gone', async () => {
  const { json } = await make('text', { text: 'Bye' });
  await ask('POST', `graphics/${json.id}/in`, {});
  expect((await ask('DELETE', `graphics/${json.id}`)).status).toBe(204);
  expect((await newest())?.graphic).toEqual({ id: json.id, kind: 'text', name: 'Text “Bye”', onAir: false });
});

test('an assistant moves graphics and nothing else of the program', async () => {
  const link = (await ask('POST', 'crew-links', { role: 'assistant', label: 'Assi' })).json;
  const { sessionToken } = await openLink(
    services,
    new URL(link.url).pathname.split('/').pop() ?? '',
    '203.0.113.1',
  );
  const as = (method: string, to: string, body?: unknown) =>
    call(services, method, `${path()}/${to}`, {
      cookies: { [names.crew(event.slug)]: sessionToken },
      ...(body !== undefined && { body }),
    });
  const made = await as('POST', 'graphics', { kind: 'text', content: { text: 'Mine' } });
  expect(made.status).toBe(201);
  expect((await as('POST', `graphics/${made.json.id}/in`, {})).json).toMatchObject({
    ...{ onAir: true, movedBy: 'Assi' },
  });
  expect(await newest()).toMatchObject({ kind: 'graphic', actor: 'Assi', source: 'director' });
  for (const [to, body] of [
    ['cut', { cameraId: camera }],
    ['program', { faded: true }],
    ['start', {}],
    ['stop', {}],
  ] as const) {
    expect([to, (await as('POST', to, body)).status]).toEqual([to, 403]);
  }
});

test('an event has as many as it may have, and a show has none', async () => {
  await asAdmin(
    services,
    (sql) => sql`
      insert into graphics (event_id, kind, content, layer)
      select ${event.id}, 'text', '{"text": "x"}', 1 from generate_series(1, 60)`,
  );
  expect((await make('text', { text: 'one more' })).status).toBe(409);
  const show = await makeEvent(services, token, { kind: 'show' });
  const refused = await call(services, 'POST', `/api/v1/events/${show.slug}/graphics`, {
    ...{ token, body: { kind: 'text', content: { text: 'x' } } },
  });
  expect(refused.status).toBe(409);
});
