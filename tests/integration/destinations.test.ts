import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicState } from '../../app/domain/state/read-state';
import { playerAddress } from '../../core/embedding';
import { asAdmin, makeToken } from '../support/api/call';
import { customRtmp, eventDestinations, PUBLIC } from '../support/events/event-destinations';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let eventId: string;
let api: Awaited<ReturnType<typeof eventDestinations>>['api'];

beforeAll(async () => {
  services = await createTestServices({ env: { allowPrivateDestinations: false } });
  ({ eventId, api } = await eventDestinations(services, await makeToken(services)));
});
afterAll(() => services.close());

test('a destination is made, changed, switched off and on, and removed', async () => {
  const made = await api('POST', '', customRtmp(PUBLIC, 'abcdefghijkl'));
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    plugin: 'custom-rtmp',
    label: 'Club',
    settings: { url: PUBLIC },
    enabled: true,
    status: 'off',
    verdict: null,
    keyHint: 'ijkl',
    address: 'rtmp://151.101.1.69',
  });
  const to = `/${made.json.id}`;
  expect((await api('PATCH', to, { label: 'Club TV' })).json).toMatchObject({
    label: 'Club TV',
    keyHint: 'ijkl',
  });
  expect((await api('PATCH', to, { streamKey: 'another-key-9876' })).json).toMatchObject({ keyHint: '9876' });
  expect((await api('POST', `${to}/stop`)).json).toMatchObject({ enabled: false });
  expect((await api('POST', `${to}/stop`)).json).toMatchObject({ enabled: false });
  expect((await api('POST', `${to}/start`)).json).toMatchObject({ enabled: true });
  expect((await api('PATCH', to, { streamKey: '' })).json).toMatchObject({ keyHint: '' });
  const secrets = await asAdmin(
    services,
    (sql) => sql`select 1 from destination_secrets where destination_id = ${made.json.id}`,
  );
  expect(secrets).toHaveLength(0);
  expect((await api('DELETE', to)).status).toBe(204);
  expect((await api('GET', to)).status).toBe(404);
});

test('a whole address pasted over the present one is taken apart: no answer has its key', async () => {
  const made = await api('POST', '', customRtmp(PUBLIC, 'oldkey999999'));
  const to = `/${made.json.id}`;
  const pasted = await api('PATCH', to, { settings: { url: `${PUBLIC}/newkey123456` } });
  expect([pasted.status, pasted.json]).toMatchObject([200, { settings: { url: PUBLIC }, keyHint: '3456' }]);
  expect((await api('PATCH', to, { label: 'Club TV' })).json).toMatchObject({ keyHint: '3456' });
  for (const from of ['', to]) expect((await api('GET', from)).text).not.toContain('newkey');
  await api('DELETE', to);
});

test('T13: the form refuses what leads into a network, and says why', async () => {
  const before = (await api('GET', '')).text;
  const refused = [
    'rtmp://127.0.0.1/app',
    'rtmp://0x7f.1/app',
    'rtmp://2130706433/app',
    'rtmp://[::1]/app',
    'rtmp://[::ffff:10.0.0.1]/app',
    'rtmp://10.0.0.1/app',
    'rtmp://169.254.169.254/latest',
    'rtmp://localhost/app',
    'rtmp://nas.local/app',
    'rtmp://151.101.1.69:22/app',
    'rtmp://user:pw@151.101.1.69/app',
    'http://151.101.1.69/app',
    'file:///etc/passwd',
    'rtmp://151.101.1.69/app live=1',
    '',
  ];
  for (const url of refused) {
    const answer = await api('POST', '', customRtmp(url));
    expect([url, answer.status, answer.json.error.field]).toEqual([url, 400, 'settings.url']);
    expect(answer.json.error.message).toMatch(/\.$/);
  }
  expect((await api('GET', '')).text).toBe(before);
});

test('T13: a backup address is held to the same rules as the first, and refused at its own field', async () => {
  for (const backupUrl of [
    'rtmp://127.0.0.1/app',
    'rtmp://10.0.0.1/app',
    'rtmp://localhost/app',
    'file:///x',
  ]) {
    const answer = await api('POST', '', { ...customRtmp(PUBLIC), settings: { url: PUBLIC, backupUrl } });
    expect([backupUrl, answer.status, answer.json.error.field]).toEqual([
      backupUrl,
      400,
      'settings.backupUrl',
    ]);
  }
  const both = { url: PUBLIC, backupUrl: 'rtmp://151.101.65.69/app' };
  const made = await api('POST', '', { ...customRtmp(PUBLIC), settings: both });
  expect([made.status, made.json]).toMatchObject([201, { settings: both, hasBackup: true, server: 'first' }]);
  await api('DELETE', `/${made.json.id}`);
});

test('T14: hostile keys, addresses and labels are refused or kept as text, and never more', async () => {
  const pieces = [
    '|',
    '[',
    ']',
    "'",
    '"',
    ':',
    '\\',
    '$',
    ';',
    '\n',
    '%0a',
    ' ',
    '`',
    '&',
    '>',
    '\u0000',
    '-i',
    '/etc/passwd',
    'tee:',
  ];
  const pick = () => pieces[randomBytes(1).readUInt8() % pieces.length] ?? '';
  for (let i = 0; i < 60; i++) {
    const hostile = Array.from({ length: 4 }, pick).join('');
    const { status, json } = await api('POST', '', customRtmp(`${PUBLIC}${hostile}`, `k${hostile}`));
    if (status === 201) {
      expect(json.settings.url).toMatch(/^rtmp:\/\/151\.101\.1\.69\/[\w\-.~%&=/:]+$/);
      await api('DELETE', `/${json.id}`);
    } else expect(status).toBe(400);
  }
});

test('viewers learn where else they can watch, from enabled destinations, and nothing of the rest', async () => {
  const youtube = { plugin: 'youtube', label: 'Bob’s account', settings: { videoId: 'dQw4w9WgXcQ' } };
  const made = await api('POST', '', { ...youtube, streamKey: 'abcd-efgh' });
  await api('POST', '', customRtmp(PUBLIC));
  const { players } = (await publicState(services, eventId)).state;
  expect(players).toEqual([
    {
      id: made.json.id,
      plugin: 'youtube',
      label: 'YouTube',
      playerUrl: 'https://www.youtube.com/embed/dQw4w9WgXcQ?playsinline=1',
      chatUrl: 'https://www.youtube.com/live_chat?v=dQw4w9WgXcQ&embed_domain={host}',
      delayS: 8,
    },
  ]);
  expect(playerAddress(players[0]?.chatUrl ?? '', 'club.example.org')).toMatch(
    /&embed_domain=club\.example\.org$/,
  );
  await api('POST', `/${made.json.id}/stop`);
  expect((await publicState(services, eventId)).state.players).toEqual([]);
});
