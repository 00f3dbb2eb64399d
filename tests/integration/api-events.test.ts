import { afterAll, beforeAll, expect, test } from 'vitest';
import { asAdmin, call, makeCamera, makeEvent, makeToken } from '../support/api';
import { createTestServices, type TestServices } from '../support/services';

let services: TestServices;
let token: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
afterAll(() => services.close());

test('an event goes from creation over the air to its end, and each step may be asked for twice', async () => {
  const event = await makeEvent(services, token, { slug: 'derby' });
  expect(event.json).toMatchObject({
    slug: 'derby',
    status: 'ready',
    admission: 'manual',
    watchUrl: 'http://localhost:3000/watch/derby',
    rooms: { cameras: 'derby:cameras', program: 'derby' },
  });
  expect(event.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  expect(event.json.joinUrl).toBe(`http://localhost:3000/join/${event.code}#${event.secret}`);
  expect(event.directorUrl).toMatch(/^http:\/\/localhost:3000\/crew\/[\w-]{43}$/);

  for (const [step, status] of [
    ['start', 'live'],
    ['start', 'live'],
    ['stop', 'ended'],
    ['stop', 'ended'],
    ['reopen', 'ready'],
  ]) {
    const done = await call(services, 'POST', `/api/v1/events/derby/${step}`, { token, body: {} });
    expect([step, done.status, done.json.status]).toEqual([step, 200, status]);
  }
  const streams = await asAdmin(
    services,
    (sql) => sql`select ended_at from streams where event_id = ${event.id}`,
  );
  expect(streams).toHaveLength(1);
  expect(streams[0]?.ended_at).toBeInstanceOf(Date);
});

test('a cut shows in the state and in the log of switches', async () => {
  const event = await makeEvent(services, token);
  const camera = await makeCamera(services, token, event);
  const cut = await call(services, 'POST', `/api/v1/events/${event.slug}/cut`, {
    token,
    body: { cameraId: camera.id },
  });
  expect(cut.status).toBe(200);
  const state = await call(services, 'GET', `/api/v1/events/${event.slug}`, { token });
  expect(state.json.program).toMatchObject({ onAir: camera.id, seq: cut.json.seq });
  const log = await call(services, 'GET', `/api/v1/events/${event.slug}/switches`, { token });
  expect(log.json.rows).toMatchObject([{ to: camera.id, from: null, source: 'api', seq: cut.json.seq }]);
});
