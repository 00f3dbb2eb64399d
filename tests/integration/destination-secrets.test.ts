import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretRow } from '../../core/stream-key';
import { asAdmin, call, makeToken } from '../support/api/call';
import { customRtmp, eventDestinations, PUBLIC } from '../support/events/event-destinations';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let token: string;
let path: string;
let eventId: string;
let api: Awaited<ReturnType<typeof eventDestinations>>['api'];

beforeAll(async () => {
  services = await createTestServices({ env: { allowPrivateDestinations: false } });
  token = await makeToken(services);
  ({ path, eventId, api } = await eventDestinations(services, token));
});
afterAll(() => services.close());

test('T10: a key is in no answer, no log, no table and no message, except sealed', async () => {
  const canary = `CANARY-${randomBytes(8).toString('hex')}`;
  const answers: string[] = [];
  const keep = async (called: Promise<{ text: string; json: { id: string } }>) => {
    const { text, json } = await called;
    answers.push(text);
    return json;
  };
  const made = await keep(api('POST', '', customRtmp(PUBLIC, canary)));
  const pasted = await keep(api('POST', '', customRtmp(`${PUBLIC}/${canary}`, '')));
  await keep(api('PATCH', `/${made.id}`, { streamKey: `${canary}x`, label: 'New name' }));
  await keep(api('PATCH', `/${made.id}`, { streamKey: `${canary} with space` }));
  await keep(api('POST', '', customRtmp('rtmp://127.0.0.1/app', canary)));
  await keep(api('POST', '', { ...customRtmp(PUBLIC, canary), extra: canary.slice(0, 3) }));
  await keep(api('POST', `/${pasted.id}/stop`));
  await keep(api('GET', ''));
  const eventPath = path.replace('/destinations', '');
  for (const more of ['', '/log', '/switches', '/start']) {
    answers.push(
      (await call(services, more === '/start' ? 'POST' : 'GET', eventPath + more, { token })).text,
    );
  }
  expect(answers.join('\n')).not.toContain(canary);
  const tables = await asAdmin(services, async (sql) => {
    const found = await sql<
      { name: string }[]
    >`select tablename as name from pg_tables where schemaname = 'public'`;
    const dumps: string[] = [];
    for (const { name } of found) dumps.push(JSON.stringify(await sql`select t::text from ${sql(name)} t`));
    return dumps.join('\n');
  });
  expect(tables).not.toContain(canary);
  expect(tables).not.toContain(Buffer.from(canary).toString('hex'));
  const [sealed] = await asAdmin(
    services,
    (sql) =>
      sql<
        { sealed: Buffer }[]
      >`select sealed from destination_secrets where destination_id = ${pasted.id} and event_id = ${eventId}`,
  );
  if (!sealed) throw new Error('The key is gone.');
  expect(services.secrets.open(`destination:${pasted.id}`, sealed.sealed)).toBe(canary);
  expect(() => services.secrets.open(`destination:${made.id}`, sealed.sealed)).toThrow();
});

test('T10: a platform’s token is sealed separately, replaced separately, and named but never shown', async () => {
  const token = `TOKEN-${randomBytes(6).toString('hex')}`;
  const youtube = {
    plugin: 'youtube',
    label: 'YouTube',
    settings: { videoId: 'dQw4w9WgXcQ' },
    streamKey: 'abcd-efgh',
    secrets: { apiKey: token, clientSecret: 'one' },
  };
  const made = await api('POST', '', youtube);
  expect(JSON.parse(made.text)).toMatchObject({
    secrets: ['apiKey', 'clientSecret'],
    // The last four characters of what is long enough that they reveal nothing.
    secretHints: { apiKey: token.slice(-4), clientSecret: '' },
    settings: { videoId: 'dQw4w9WgXcQ' },
  });
  const sealed = async () =>
    Object.fromEntries(
      (
        await asAdmin(
          services,
          (sql) =>
            sql<{ name: string; sealed: Uint8Array }[]>`
              select name, sealed from destination_secrets where destination_id = ${made.json.id} order by name`,
        )
      ).map(({ name, sealed }) => [name, services.secrets.open(secretRow(made.json.id, name), sealed)]),
    );
  expect(await sealed()).toEqual({ apiKey: token, clientSecret: 'one', streamKey: 'abcd-efgh' });
  const changed = await api('PATCH', `/${made.json.id}`, {
    settings: { clientId: 'x.apps.googleusercontent.com' },
    secrets: { clientSecret: '', refreshToken: 'two' },
  });
  expect(JSON.parse(changed.text)).toMatchObject({
    secrets: ['apiKey', 'refreshToken'],
    secretHints: { apiKey: token.slice(-4), refreshToken: '' },
  });
  expect(await sealed()).toEqual({ apiKey: token, refreshToken: 'two', streamKey: 'abcd-efgh' });
  for (const { text } of [made, changed, await api('GET', ''), await api('GET', `/${made.json.id}`)])
    expect(text).not.toContain(token);
  const wrong = await api('PATCH', `/${made.json.id}`, { secrets: { apiKey: 'a b' } });
  expect([wrong.status, wrong.json.error.field]).toEqual([400, 'secrets.apiKey']);
  expect((await api('PATCH', `/${made.json.id}`, { secrets: { extra: 'x' } })).status).toBe(400);
});
