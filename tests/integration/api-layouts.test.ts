import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asAdmin, call, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** Layouts, their cells, and transitions that take time, as the API takes them and the log keeps them. */

let services: TestServices;
let token: string;
let event: Awaited<ReturnType<typeof makeEvent>>;
let cameras: string[];

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  event = await makeEvent(services, token);
  cameras = [];
  for (const label of ['A', 'B', 'C', 'D'])
    cameras.push((await makeCamera(services, token, event, { label })).id);
});
afterAll(() => services.close());

const path = () => `/api/v1/events/${event.slug}`;
const post = (to: string, body: unknown) => call(services, 'POST', `${path()}/${to}`, { token, body });
const program = async () => (await call(services, 'GET', path(), { token })).json.program;
const newest = async () =>
  (await call(services, 'GET', `${path()}/switches?limit=1`, { token })).json.rows[0];

test('a layout with its cells is the program, and a row that says what was in the picture', async () => {
  const [a, b, c, d] = cameras;
  const { status, json } = await post('program', {
    layout: 'quad',
    cells: [d, c, null, a],
    requestId: 'quad-1',
  });
  expect(status).toBe(200);
  expect(await program()).toMatchObject({ seq: json.seq, onAir: d, layout: 'quad', cells: [d, c, null, a] });
  expect(await newest()).toMatchObject({
    kind: 'layout',
    to: d,
    transition: 'cut',
    frames: null,
    scene: { layout: 'quad', cells: [d, c, null, a] },
  });
  expect((await post('program', { layout: 'quad', cells: [b], requestId: 'quad-1' })).json).toEqual(json);
});

test('cells that are not named get what is on the air, on preview, and then other cameras', async () => {
  const [a, b, c, d] = cameras;
  await post('cut', { cameraId: b });
  await post('program', { preview: d });
  await post('program', { layout: 'two-plus-one' });
  expect((await program()).cells).toEqual([b, d, a]);
  await post('program', { layout: 'side-by-side', cells: [c] });
  expect((await program()).cells).toEqual([c, b]);
  await post('program', { cells: [a, d] });
  expect(await program()).toMatchObject({ layout: 'side-by-side', cells: [a, d], onAir: a });
});

test('options stay until they are changed', async () => {
  await post('program', { layout: 'picture-in-picture', options: { corner: 'top-left', size: 0.25 } });
  await post('program', { options: { border: 0 } });
  expect(await program()).toMatchObject({
    layout: 'picture-in-picture',
    options: { corner: 'top-left', size: 0.25, border: 0 },
  });
});

test('a cut shows its camera alone, and its transition is in the log', async () => {
  const [a, b] = cameras;
  await post('program', { layout: 'side-by-side', cells: [a, b] });
  const { json } = await post('cut', {
    cameraId: b,
    transition: { kind: 'wipe', frames: 25, direction: 'up-left' },
  });
  expect(await program()).toMatchObject({ seq: json.seq, onAir: b, layout: 'single', cells: [b] });
  expect(await newest()).toMatchObject({
    kind: 'cut',
    transition: 'wipe',
    frames: 25,
    scene: { cells: [b] },
  });
});

test('a cut to what is on preview swaps the buses; any other leaves the preview', async () => {
  const [a, b, c] = cameras;
  await post('cut', { cameraId: a });
  await post('program', { preview: b });
  await post('cut', { cameraId: b });
  expect(await program()).toMatchObject({ onAir: b, preview: a });
  await post('cut', { cameraId: c });
  expect(await program()).toMatchObject({ onAir: c, preview: a });
  await post('cut', { cameraId: null });
  expect(await program()).toMatchObject({ onAir: null, preview: a });
});

test('a T-bar makes no cut stale on its way, and takes the preview at its end', async () => {
  const [a, b] = cameras;
  const transition = { kind: 'mix', frames: 25 };
  const moved = (position: number) => post('program', { tbar: { position, transition } });
  const onDesk = async () =>
    (await asAdmin(services, (sql) => sql`select tbar from events where id = ${event.id}`))[0]?.tbar;
  await post('cut', { cameraId: a });
  await post('program', { preview: b });
  const { seq: seenSeq } = await program();
  expect((await moved(0.4)).status).toBe(200);
  expect(await onDesk()).toEqual({ position: 0.4, transition });
  expect(await program()).toMatchObject({ onAir: a, seq: seenSeq });
  await moved(0);
  expect(await onDesk()).toBeNull();
  await moved(0.9);
  const { json } = await post('program', { tbar: { position: 1, transition }, seenSeq });
  expect(await program()).toMatchObject({ seq: json.seq, onAir: b, preview: a });
  expect(await newest()).toMatchObject({ kind: 'cut', transition: 'mix', frames: null, to: b });
  expect(await onDesk()).toBeNull();
  await post('program', { preview: null });
  expect((await moved(0.5)).status).toBe(409);
  await post('program', { preview: a });
  await moved(0.5);
  await post('cut', { cameraId: a });
  expect(await onDesk()).toBeNull();
});

describe('what does not fit is refused, and nothing changes', () => {
  const bodies: [string, string, unknown, number][] = [
    ['a layout that there is not', 'program', { layout: 'hexagon' }, 400],
    ['a kind without its frames', 'cut', { cameraId: null, transition: 'mix' }, 400],
    ['no frames', 'cut', { cameraId: null, transition: { kind: 'mix', frames: 0 } }, 400],
    [
      'more frames than there may be',
      'cut',
      { cameraId: null, transition: { kind: 'mix', frames: 251 } },
      400,
    ],
    [
      'a push across',
      'cut',
      { cameraId: null, transition: { kind: 'push', frames: 9, direction: 'up-left' } },
      400,
    ],
    [
      'a colour by name',
      'cut',
      { cameraId: null, transition: { kind: 'dip', frames: 9, color: 'red' } },
      400,
    ],
    ['an inset that is the picture', 'program', { options: { size: 0.9 } }, 400],
    ['an unknown camera', 'program', { cells: ['0b3a1b4e-5d9f-4c1e-8f7a-2d6c9e0f1a2b'] }, 404],
  ];
  test.each(bodies)('%s', async (_, to, body, status) => {
    const before = await program();
    const answer = await post(to, body);
    expect([answer.status, await program()]).toEqual([status, before]);
  });

  test('more cameras than cells, with the number that fits', async () => {
    const { status, json } = await post('program', { layout: 'side-by-side', cells: cameras.slice(0, 3) });
    expect([status, json.error.message]).toEqual([400, expect.stringContaining('has 2 cells')]);
  });

  test('the camera of another event', async () => {
    const other = await makeEvent(services, token);
    const foreign = (await makeCamera(services, token, other)).id;
    expect((await post('program', { layout: 'quad', cells: [null, foreign] })).status).toBe(404);
  });
});

test('a removed camera leaves its cell in the same moment, by the rule of the event', async () => {
  const [a, b] = cameras;
  const remove = async (id: string) =>
    call(services, 'POST', `${path()}/cameras/${id}`, { token, body: { state: 'removed' } });
  const first = (await makeCamera(services, token, event)).id;
  await post('program', { layout: 'two-plus-one', cells: [a, first, b] });
  await remove(first);
  expect(await program()).toMatchObject({ layout: 'side-by-side', cells: [a, b] });
  const second = (await makeCamera(services, token, event)).id;
  await call(services, 'PATCH', path(), { token, body: { cellFallback: 'slate' } });
  await post('program', { layout: 'side-by-side', cells: [second, b] });
  await remove(second);
  expect(await program()).toMatchObject({ layout: 'side-by-side', cells: [null, b], onAir: null });
  expect(await newest()).toMatchObject({ kind: 'layout', scene: { cells: [null, b] } });
});
