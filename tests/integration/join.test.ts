import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../app/config/limits';
import { openLink } from '../../app/domain/crew/crew-links';
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

// A busy machine may spoil one measurement, not three.

test('a code is taken as people type it, and the QR secret counts before it', async () => {
  const event = await makeEvent(services, token);
  const other = await makeEvent(services, token);
  const typed = `${event.code.slice(0, 4)}-${event.code.slice(4)}`.toLowerCase().replaceAll('0', 'o');
  const byCode = await register({ code: typed, label: 'Tribüne' });
  expect(byCode.json).toMatchObject({ slug: event.slug, label: 'Tribüne', number: 1, state: 'waiting' });
  const byQr = await register({ code: event.code, secret: other.secret });
  expect(byQr.json).toMatchObject({ slug: other.slug, label: 'Camera 1' });
  const rows = await asAdmin(
    services,
    (sql) =>
      sql`select joined_by from cameras where id in (${byCode.json.cameraId}, ${byQr.json.cameraId}) order by joined_by`,
  );
  expect(rows.map(({ joined_by }) => joined_by as string)).toEqual(['code', 'qr']);
});

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

test('a director closes the codes, and renews them', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  const opened = await openLink(services, event.directorUrl.split('/crew/')[1] ?? '', '203.0.113.7');
  const director = { cookies: { [names.crew(event.slug)]: opened.sessionToken } };
  const codes = (method: string, path = '') =>
    call(services, method, `/api/v1/events/${event.slug}/codes${path}`, director);
  expect((await codes('POST', '/close')).status).toBe(204);
  expect((await register({ secret: event.secret })).status).toBe(404);
  expect((await codes('GET')).status).toBe(409);
  expect((await codes('POST', '/close')).status).toBe(204);
  const renewed = await codes('POST', '/renew');
  expect(renewed.status).toBe(200);
  expect((await register({ code: renewed.json.joinCode })).status).toBe(201);
});

test('T1: a typed code expires; the QR secret, an event on the air and one that is planned go on', async () => {
  await forgetLimits();
  const event = await makeEvent(services, token);
  const read = () => call(services, 'GET', `/api/v1/events/${event.slug}/codes`, { token });
  const typed = () => register({ code: event.code });
  const wrong = await register({ code: 'ZZZZZZZZ' });
  await asAdmin(services, async (sql) => {
    const [row] = await sql<{ id: string; days: number }[]>`
      update join_secrets j set code_expires_at = now() - interval '1 second' from events e
      where e.id = j.event_id and e.slug = ${event.slug}
      returning e.id, round(extract(epoch from j.renewed_at + interval '14 days' - now()) / 86400)::int as days`;
    expect(row?.days).toBe(14);
  });
  const expired = await typed();
  expect([expired.status, expired.json]).toEqual([wrong.status, wrong.json]);
  expect((await read()).json).toMatchObject({ joinCode: null, joinUrl: event.json.joinUrl });
  expect((await register({ secret: event.secret })).status).toBe(201);

  const set = (change: 'live' | 'planned') =>
    asAdmin(services, (sql) =>
      change === 'live'
        ? sql`update events set status = 'live' where slug = ${event.slug}`
        : sql`update events set status = 'ready', starts_at = now() - interval '23 hours' where slug = ${event.slug}`,
    );
  await set('live');
  expect((await typed()).status).toBe(201);
  await set('planned');
  expect((await typed()).status).toBe(201);
  expect((await read()).json.joinCode).toBe(event.code);
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

test('T12: nothing that opens a door follows from what is public, or from another secret', async () => {
  const event = await makeEvent(services, token, { slug: 'public-name' });
  const camera = await makeCamera(services, token, event);
  const identity = String((await cameraToken(camera.cookies)).json.identity);
  const secrets = [
    event.code,
    event.secret,
    event.directorUrl.split('/crew/')[1] ?? '',
    camera.cookies[names.device] ?? '',
    identity.slice(4),
  ];
  const everything = [event.slug, event.id, camera.id.replaceAll('-', ''), ...secrets];
  for (const secret of secrets) {
    const others = everything
      .filter((one) => one !== secret)
      .join('\n')
      .toLowerCase();
    expect(others).not.toContain(secret.toLowerCase());
  }
  const doors = [event.slug, event.id, camera.id, identity];
  for (const key of doors) expect((await register({ secret: key })).status).toBe(404);
  const viewer = (room: string) =>
    call(services, 'GET', `/api/livekit/token?room=${encodeURIComponent(room)}&username=x`);
  expect((await viewer(event.slug)).status).toBe(200);
  for (const room of [`${event.slug}:cameras`, `${event.slug}:rehearsal`, `${event.slug}:talk`, 'a/b', 'ä']) {
    expect((await viewer(room)).status).toBe(400);
  }
  expect((await viewer(event.id)).status).toBe(404);
});
