import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asAdmin, call, makeCamera, makeEvent, makeToken, names } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let token: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
afterAll(() => services.close());

const PAYLOADS = [
  "' or '1'='1",
  "'; drop table events; --",
  "\\'; select pg_sleep(5); --",
  '1) or 1=1 --',
  '$1',
  '${1+1}',
  "x' union select password_hash from users --",
  "'||(select set_config('touchline.claims','{\"kind\":\"engine\"}',true))||'",
  '%27%20or%201=1',
  'a\u2019 or 1=1',
];

test('T20: what looks like SQL is text, wherever it is put', async () => {
  const event = await makeEvent(services, token, { slug: 'target' });
  const camera = await makeCamera(services, token, event);
  const users = () => asAdmin(services, (sql) => sql`select count(*)::int as count from events`);
  for (const payload of PAYLOADS) {
    const path = encodeURIComponent(payload);
    const at = '/api/v1/events/target';
    const send = async (method: string, to: string, body?: unknown) =>
      (
        await call(services, method, to, {
          token,
          ip: `10.1.${PAYLOADS.indexOf(payload)}.1`,
          ...(body === undefined ? {} : { body }),
        })
      ).status;
    const statuses = [
      await send('GET', `/api/v1/events/${path}`),
      await send('GET', `${at}/log?before=${path}`),
      await send('GET', `${at}/switches?limit=${path}`),
      await send('GET', `/api/livekit/token?room=${path}&username=x`),
      await send('POST', `${at}/cameras/${path}`, { label: 'x' }),
      await send('GET', `${at}/destinations/${path}`),
      await send('POST', `${at}/cut`, { cameraId: payload }),
      await send('POST', '/api/cameras/register', { code: payload }),
      await send('POST', '/api/cameras/register', { secret: payload }),
      await send('POST', `${at}/destinations`, { plugin: payload, label: 'x', settings: {}, streamKey: 'k' }),
      await send('PATCH', at, { visibility: payload }),
    ];
    for (const status of statuses) expect([400, 404]).toContain(status);
    const wrongToken = await call(services, 'GET', '/api/v1/events', {
      headers: { Authorization: `Bearer ${path}` },
    });
    expect(wrongToken.status).toBe(401);
    const wrongCookie = await call(services, 'GET', at, {
      cookies: { [names.session]: path, [names.crew('target')]: path },
    });
    expect(wrongCookie.status).toBe(401);

    // Where text is allowed it is stored as it was typed.
    const renamed = await call(services, 'PATCH', at, { token, body: { title: payload } });
    expect((await call(services, 'GET', '/api/v1/events', { token })).text).toContain(
      JSON.stringify(payload).slice(1, -1),
    );
    expect(renamed.json.title).toBe(payload.normalize('NFC').trim());
    const label = await call(services, 'POST', `${at}/cameras/${camera.id}`, {
      token,
      body: { label: payload.slice(0, 60).trim() },
    });
    expect(label.json.label).toBe(payload.slice(0, 60).trim());
    const cut = await call(services, 'POST', `${at}/cut`, {
      token,
      body: { cameraId: null, requestId: payload },
    });
    expect(cut.status).toBe(200);
  }
  expect(await users()).toEqual([{ count: 1 }]);
});

test('T20: no SQL is put together by hand outside migrations', async () => {
  const offenders: string[] = [];
  for (const folder of ['app', 'core', 'db', 'engine', 'plugins', 'scripts']) {
    for (const file of await readdir(folder, { recursive: true })) {
      if (!/\.(ts|tsx|mjs)$/.test(file) || /migrate/.test(file)) continue;
      if (/\.unsafe\s*\(/.test(await readFile(join(folder, file), 'utf8')))
        offenders.push(join(folder, file));
    }
  }
  expect(offenders).toEqual([]);
});
