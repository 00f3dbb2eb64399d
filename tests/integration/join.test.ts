import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../app/config/limits';
import { asAdmin, call, makeCamera, makeEvent, makeToken, names } from '../support/api/call';
import { decodeJwt } from '../support/api/jwt';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let token: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
afterAll(() => services.close());

const forgetLimits = () => asAdmin(services, (sql) => sql`delete from rate_limits`);
const register = (body: unknown, cookies?: Record<string, string>) =>
  call(services, 'POST', '/api/cameras/register', { body, ...(cookies && { cookies }) });
const cameraToken = (cookies: Record<string, string>) =>
  call(services, 'POST', '/api/cameras/token', { cookies });

test('T2: a camera that came by a leaked QR code waits: no token, no cut, and a full event is full', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  const hostile = await register({ secret: event.secret, label: 'Hello' });
  expect(hostile.json.state).toBe('waiting');
  const waiting = await cameraToken(hostile.cookies);
  expect([waiting.status, waiting.json]).toEqual([202, { state: 'waiting' }]);
  const cut = await call(services, 'POST', `/api/v1/events/${event.slug}/cut`, {
    token,
    body: { cameraId: hostile.json.cameraId },
  });
  expect(cut.status).toBe(409);
  for (let i = 1; i < LIMITS.camerasPerEvent; i++)
    expect((await register({ secret: event.secret })).status).toBe(201);
  const full = await register({ secret: event.secret });
  expect([full.status, full.json.error.code]).toEqual([409, 'conflict']);
  await call(services, 'POST', `/api/v1/events/${event.slug}/cameras/${hostile.json.cameraId}`, {
    token,
    body: { state: 'removed' },
  });
  expect((await register({ secret: event.secret })).status).toBe(201);
});

test('a phone that comes back and changes nothing raises no seq, and one phone may not go on and on', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  const joined = await register({ secret: event.secret, label: 'Goal' });
  const seq = async () => {
    const [row] = await asAdmin(services, (sql) => sql`select seq from events where id = ${event.id}`);
    return Number(row?.seq);
  };
  const before = await seq();
  const answers = [];
  for (let n = 1; n <= LIMITS.returnPerCamera.hits + 1; n += 1)
    answers.push(await register({ secret: event.secret, label: 'Goal' }, joined.cookies));
  expect(answers.slice(0, -1).map(({ status }) => status)).toEqual(Array(answers.length - 1).fill(200));
  expect(answers.at(-1)?.status).toBe(429);
  expect(await seq()).toBe(before);
  expect(answers[0]?.json.cameraId).toBe(joined.json.cameraId);
});

test('T2: who joins again and again with a leaked code keeps no phone out that has its camera', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  const joined = await register({ secret: event.secret, label: 'Goal' });
  await asAdmin(
    services,
    (sql) => sql`
      update rate_limits set hits = 1000 where key like 'registrationPer%'`,
  );
  expect((await register({ secret: event.secret })).status).toBe(429);
  const back = await register({ secret: event.secret, label: 'Goal' }, joined.cookies);
  expect([back.status, back.json.cameraId]).toEqual([200, joined.json.cameraId]);
  await forgetLimits();
});

test('after the last number a camera gets the lowest of one that was removed', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  const first = await makeCamera(services, token, event);
  await makeCamera(services, token, event);
  await asAdmin(services, async (sql) => {
    await sql`update cameras set state = 'removed' where id = ${first.id}`;
    await sql`update cameras set number = 999 where event_id = ${event.id} and number = 2`;
  });
  expect((await register({ secret: event.secret })).json.number).toBe(1);
  expect((await register({ secret: event.secret })).json.number).toBe(2);
});

test('twenty phones at once never get one number twice, nor more places than there are', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  const joined = await Promise.all(Array.from({ length: 20 }, () => register({ secret: event.secret })));
  const numbers = joined.filter(({ status }) => status === 201).map(({ json }) => json.number);
  expect(numbers.sort((x, y) => x - y)).toEqual(
    Array.from({ length: LIMITS.camerasPerEvent }, (_, i) => i + 1),
  );
});

test('once admitted the phone gets a token with the camera’s grants and the room is there', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  const camera = await makeCamera(services, token, event, { label: 'Goal' });
  const { status, json } = await cameraToken(camera.cookies);
  expect(status).toBe(200);
  expect(json).toMatchObject({ room: `${event.slug}:cameras`, url: 'ws://localhost:3000' });
  expect(json.identity).toMatch(/^cam_[0-9a-f]{32}$/);
  expect(services.livekitCalls).toContain(`ensure ${event.slug}:cameras`);
  const claims = decodeJwt(json.token);
  expect(claims.sub).toBe(json.identity);
  expect(claims.video).toMatchObject({
    canPublish: true,
    canSubscribe: false,
    canPublishData: false,
    room: json.room,
  });
});

test('F13: the same phone keeps its tile after a reload and after joining again', async () => {
  const event = await makeEvent(services, token);
  const camera = await makeCamera(services, token, event, { label: 'Goal' });
  const before = await cameraToken(camera.cookies);
  const again = await register({ code: event.code, label: 'Other name' }, camera.cookies);
  expect(again.status).toBe(200);
  expect(again.json).toMatchObject({ cameraId: camera.id, number: 1, label: 'Goal', state: 'admitted' });
  expect(again.cookies[names.device]).toBe(camera.cookies[names.device]);
  expect((await cameraToken(again.cookies)).json.identity).toBe(before.json.identity);
});

test('where the event admits at once a phone is on the desk at once', async () => {
  const event = await makeEvent(services, token, { admission: 'immediate' });
  const joined = await register({ code: event.code });
  expect(joined.json.state).toBe('admitted');
  expect((await cameraToken(joined.cookies)).status).toBe(200);
});

test('a removed phone gets no token, and comes back only as another camera that waits', async () => {
  const event = await makeEvent(services, token, { admission: 'immediate' });
  const joined = await register({ code: event.code });
  const { identity } = (await cameraToken(joined.cookies)).json;
  await call(services, 'POST', `/api/v1/events/${event.slug}/cameras/${joined.json.cameraId}`, {
    token,
    body: { state: 'removed' },
  });
  expect(services.livekitCalls).toContain(`remove ${event.slug}:cameras ${identity}`);
  expect((await cameraToken(joined.cookies)).status).toBe(403);
  const again = await register({ code: event.code }, joined.cookies);
  expect(again.status).toBe(201);
  expect(again.json).toMatchObject({ state: 'waiting', number: 2 });
  const readmit = await call(
    services,
    'POST',
    `/api/v1/events/${event.slug}/cameras/${joined.json.cameraId}`,
    {
      token,
      body: { state: 'admitted' },
    },
  );
  expect(readmit.status).toBe(409);
});

test('T7: nobody gets a token with another camera’s identity', async () => {
  const event = await makeEvent(services, token);
  const one = await makeCamera(services, token, event, { label: 'Goal' });
  const two = await makeCamera(services, token, event, { label: 'Goal' });
  const [first, second] = [await cameraToken(one.cookies), await cameraToken(two.cookies)];
  expect(first.json.identity).not.toBe(second.json.identity);
  for (const body of [{ identity: first.json.identity }, { cameraId: one.id }, { room: event.slug }]) {
    const tried = await call(services, 'POST', '/api/cameras/token', { cookies: two.cookies, body });
    expect(tried.status).toBe(400);
  }
  for (const cookies of [
    {},
    { [names.device]: 'made-up' },
    { [names.device]: one.id },
    { [names.device]: String(first.json.identity) },
  ]) {
    expect((await cameraToken(cookies)).status).toBe(401);
  }
});

test('the return feed is the rehearsal until the event is live, then the program', async () => {
  const event = await makeEvent(services, token);
  const camera = await makeCamera(services, token, event);
  const back = () => call(services, 'POST', '/api/cameras/return-token', { cookies: camera.cookies });
  expect((await back()).json.room).toBe(`${event.slug}:rehearsal`);
  await call(services, 'POST', `/api/v1/events/${event.slug}/start`, { token });
  const live = (await back()).json;
  expect(live.room).toBe(event.slug);
  expect(decodeJwt(live.token).video).toMatchObject({ canPublish: false, canSubscribe: true, hidden: true });
});

test('after the event a phone learns that it is over', async () => {
  const event = await makeEvent(services, token);
  const camera = await makeCamera(services, token, event);
  await call(services, 'POST', `/api/v1/events/${event.slug}/start`, { token });
  await call(services, 'POST', `/api/v1/events/${event.slug}/stop`, { token });
  const over = await cameraToken(camera.cookies);
  expect([over.status, over.json.error.message]).toEqual([409, 'The event is over. Thank you for filming.']);
});

test('a device may say of itself what it likes, within limits', async () => {
  const event = await makeEvent(services, token);
  const good = [
    undefined,
    'iPhone 15',
    { name: 'Pixel', os: 'Android', width: 1280, torch: true, zoom: null },
  ];
  for (const device of good) expect((await register({ code: event.code, device })).status).toBe(201);
  const bad = [
    'x'.repeat(300),
    { a: { b: 1 } },
    7,
    [],
    Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`k${i}`, 1])),
  ];
  for (const device of bad) expect((await register({ code: event.code, device })).status).toBe(400);
});
