import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLink } from '../../app/domain/crew/crew-links';
import { asAdmin, call, makeCamera, makeEvent, makeToken, names } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** Codes by which phones join: how they are typed, closed and renewed, when they end, and what they tell. */
let services: TestServices;
let token: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
afterAll(() => services.close());

const forgetLimits = () => asAdmin(services, (sql) => sql`delete from rate_limits`);
const register = (body: unknown) => call(services, 'POST', '/api/cameras/register', { body });

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

test('T12: nothing that opens a door follows from what is public, or from another secret', async () => {
  const event = await makeEvent(services, token, { slug: 'public-name' });
  const camera = await makeCamera(services, token, event);
  const identity = String(
    (await call(services, 'POST', '/api/cameras/token', { cookies: camera.cookies })).json.identity,
  );
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
