import { afterAll, beforeAll, expect, test } from 'vitest';
import { TABLE } from '../../app/api/table';
import { openLink } from '../../app/domain/crew/crew-links';
import { connect, type Sql } from '../../db/connect';
import { call, makeEvent, makeSession, makeToken, names } from '../support/api/call';
import { LAWFUL_CALLS, pathOf } from '../support/rights/every-endpoint';
import { everyRow } from '../support/rights/every-table';
import { type FullEvent, makeFullEvent } from '../support/events/full-event';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** Who may do what at all is in rights-matrix.test.ts. */
let services: TestServices;
let admin: Sql;
let token: string;
let mine: FullEvent;
let alsoMine: FullEvent;

beforeAll(async () => {
  services = await createTestServices();
  admin = connect(services.database.adminUrl, { max: 1 });
  token = await makeToken(services);
  mine = await makeFullEvent(services, admin, token);
  alsoMine = await makeFullEvent(services, admin, token);
  await makeEvent(services, token, { slug: 'mine' });
});
afterAll(async () => {
  await admin.end();
  await services.close();
});

const WITH_ID = TABLE.map(({ address }) => address).filter((address) => /:slug.*:id/.test(address));

test('T18: an id of another event is not there either, for anyone who asks', async () => {
  const cookies = await makeSession(services);
  const before = await everyRow(admin);
  expect(WITH_ID.length).toBeGreaterThan(10);
  for (const endpoint of WITH_ID) {
    const [method = ''] = endpoint.split(' ');
    for (const lawful of LAWFUL_CALLS[endpoint]) {
      const theirs = lawful.id ? alsoMine.ids[lawful.id] : '';
      for (const id of [theirs, '1', "' or 1=1 --", '00000000-0000-4000-8000-000000000000']) {
        const path = pathOf(endpoint, lawful, mine, services, id);
        const body = lawful.body?.(mine);
        const { status } = await call(services, method, path, { cookies, body });
        expect([endpoint, id, status]).toEqual([endpoint, id, 404]);
      }
    }
  }
  expect(await everyRow(admin)).toEqual(before);
});

test('T5: the public token call mints a viewer and nothing else, whatever is asked for', async () => {
  const asked = async (query: string) =>
    (await call(services, 'GET', `/api/livekit/token?room=mine&username=x${query}`)).status;
  for (const query of ['&role=director', '&identity=director_1', '&canPublish=true', '&room=mine']) {
    expect(await asked(query)).toBe(400);
  }
  // Who may be a host, and of what, is in token-rules.test.ts.
  expect(await asked('&role=host')).toBe(401);
  const viewer = await call(services, 'GET', '/api/livekit/token?room=mine&username=x');
  expect(viewer.json.identity).toMatch(/^viewer_[0-9a-f]{32}$/);
  const limited = await Promise.all(
    Array.from({ length: 125 }, () =>
      call(services, 'GET', '/api/livekit/token?room=mine&username=x', { ip: '198.51.100.200' }),
    ),
  );
  expect(limited.filter(({ status }) => status === 429)).toHaveLength(5);
});

test('a revoked link ends what was opened by it, at once', async () => {
  const made = await call(services, 'POST', '/api/v1/events/mine/crew-links', {
    token,
    body: { role: 'director' },
  });
  const opened = await openLink(services, made.json.url.split('/crew/')[1] ?? '', '203.0.113.1');
  const cookies = { [names.crew('mine')]: opened.sessionToken };
  expect((await call(services, 'GET', '/api/v1/events/mine', { cookies })).status).toBe(200);
  expect(
    (await call(services, 'DELETE', `/api/v1/events/mine/crew-links/${made.json.id}`, { token })).status,
  ).toBe(204);
  expect((await call(services, 'GET', '/api/v1/events/mine', { cookies })).status).toBe(401);
  await expect(
    openLink(services, made.json.url.split('/crew/')[1] ?? '', '203.0.113.1'),
  ).rejects.toMatchObject({ status: 404 });
  const listed = await call(services, 'GET', '/api/v1/events/mine/crew-links', { token });
  expect(listed.text).not.toContain('/crew/');
});

test('a link that is over opens nothing', async () => {
  const made = await call(services, 'POST', '/api/v1/events/mine/crew-links', {
    token,
    body: { role: 'scorer', label: 'Table', expiresAt: '2020-01-01T00:00:00Z' },
  });
  expect(made.json).toMatchObject({ role: 'scorer', label: 'Table', expiresAt: '2020-01-01T00:00:00.000Z' });
  await expect(
    openLink(services, made.json.url.split('/crew/')[1] ?? '', '203.0.113.1'),
  ).rejects.toMatchObject({ status: 404 });
});
