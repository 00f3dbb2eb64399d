import { afterAll, beforeAll, expect, test } from 'vitest';
import { asAdmin, call, makeShow, makeToken, names } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let token: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
afterAll(() => services.close());

const hostToken = (slug: string, by: Parameters<typeof call>[3]) =>
  call(services, 'GET', `/api/livekit/token?room=${slug}&username=Eve&role=host`, by);

test('opens the host’s token, under the name that initialize gave', async () => {
  const show = await makeShow(services, token, 'linked');
  const { status, json } = await hostToken('linked', { cookies: show.host });
  expect([status, json.room]).toEqual([200, 'linked']);
  expect(json.identity).toMatch(/^host_[0-9a-f]{32}$/);
  const claims = JSON.parse(Buffer.from(json.token.split('.')[1] ?? '', 'base64url').toString()) as object;
  expect(claims).toMatchObject({ sub: json.identity, name: 'Amina' });
  expect(json.ticket).toBeUndefined();
});

test('revoked, it opens nothing, its session is over, the identity is another, and initialize makes a new one', async () => {
  const show = await makeShow(services, token, 'revoked');
  const before = (await hostToken('revoked', { cookies: show.host })).json.identity;
  const links = await call(services, 'GET', '/api/v1/events/revoked/crew-links', { token });
  const [link] = JSON.parse(links.text) as { id: string; role: string }[];
  expect(link?.role).toBe('host');
  await call(services, 'DELETE', `/api/v1/events/revoked/crew-links/${link?.id}`, { token });
  expect((await hostToken('revoked', { cookies: show.host })).status).toBe(401);
  const again = await call(services, 'POST', '/api/streams/initialize', {
    token,
    body: { showId: 'revoked', hostName: 'Amina' },
  });
  expect(again.status).toBe(200);
  expect(again.json.hostUrl).not.toBe(show.json.hostUrl);
  expect((await hostToken('revoked', { token })).json.identity).not.toBe(before);
});

test('lies in the database as a hash and a ciphertext', async () => {
  const show = await makeShow(services, token, 'sealed');
  const secret = show.json.hostUrl.split('#')[1] ?? '';
  const rows = await asAdmin(services, (sql) => sql`select to_jsonb(l)::text as row from crew_links l`);
  expect(JSON.stringify(rows)).not.toContain(secret);
  expect(JSON.stringify(rows)).not.toContain(Buffer.from(secret).toString('hex'));
});

test('gives a host nothing that is the owner’s, and nothing of another show', async () => {
  const mine = await makeShow(services, token, 'host-mine');
  await makeShow(services, token, 'host-other');
  const as = (slug: string) => ({ cookies: { [names.crew(slug)]: Object.values(mine.host)[0] ?? '' } });
  expect((await hostToken('host-other', as('host-other'))).status).toBe(401);
  const tried = [
    ['POST', '/stop', {}],
    ['POST', '/cut', { cameraId: null }],
    ['POST', '/destinations', { plugin: 'youtube', settings: {}, streamKey: 'abcd-efgh-ijkl-mnop-qrst' }],
    ['POST', '/crew-links', { role: 'host' }],
    ['PATCH', '', { title: 'Mine now' }],
  ] as const;
  for (const [method, path, body] of tried) {
    const { status } = await call(services, method, `/api/v1/events/host-mine${path}`, {
      ...as('host-mine'),
      body,
    });
    expect([path, status]).toEqual([path, 403]);
  }
});

test('lets the host look after the show’s chat, and not take it home or delete it', async () => {
  const { host } = await makeShow(services, token, 'host-chat');
  const at = '/api/v1/events/host-chat/chat';
  const as = (method: string, path: string, body?: unknown) =>
    call(services, method, path, { cookies: host, ...(body === undefined ? {} : { body }) });
  const said = await as('POST', '/api/chat/host-chat', { text: 'Good morning' });
  const { message } = JSON.parse(said.text);
  expect(message).toMatchObject({ badge: 'host' });
  expect((await as('PATCH', at, { slowS: 5 })).status).toBe(200);
  expect((await as('DELETE', `${at}/messages/${message.id}`)).status).toBe(204);
  for (const [method, path] of [
    ['GET', `${at}/export`],
    ['DELETE', at],
    ['PATCH', '/api/v1/events/host-chat'],
  ] as const)
    expect([
      path,
      (await as(method, path, method === 'PATCH' ? { title: 'Mine' } : undefined)).status,
    ]).toEqual([path, 403]);
});

test('of a draft or a show that is over it gives no token', async () => {
  const show = await makeShow(services, token, 'shut');
  await call(services, 'POST', '/api/v1/events/shut/stop', { token });
  expect((await hostToken('shut', { cookies: show.host })).status).toBe(410);
  await call(services, 'POST', '/api/v1/events', {
    token,
    body: { title: 'Draft', slug: 'drafted', kind: 'show', status: 'draft' },
  });
  expect((await hostToken('drafted', { token })).status).toBe(409);
});
