import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AudienceAnswer } from '../../contract/messages';
import { createApiToken, endApiToken } from '../../app/domain/accounts/api-token';
import { openLink } from '../../app/domain/crew/crew-links';
import { recordingPath } from '../../app/domain/recordings';
import { asAdmin, call, type CallOptions, makeEvent, makeSession, names } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let url: URL;
let id: string;
let holder: { kind: 'token'; id: string };
let token: string;

async function record(eventId: string, file: string): Promise<string> {
  const [row] = await asAdmin(services, async (sql) => {
    const [stream] = await sql`insert into streams (event_id) values (${eventId}) returning id`;
    return sql<{ id: string }[]>`
      insert into recordings (event_id, stream_id, part, file, bytes, started_at)
      values (${eventId}, ${stream?.id}, 1, ${file}, 10, '2026-11-28T12:00:00Z') returning id`;
  });
  return row?.id ?? '';
}

let eventId: string;
beforeAll(async () => {
  services = await createTestServices();
  const made = await createApiToken(services, { name: 'Control desk' });
  token = made.token;
  holder = { kind: 'token', id: made.id };
  const event = await makeEvent(services, token, { slug: 'final', title: 'Fußball: “A/B” – 東京 (Ü19)' });
  eventId = event.id;
  const folder = join(services.env.dataDir, 'recordings', event.id, 'stream');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'part.mp4'), '0123456789');
  await writeFile(join(services.env.dataDir, 'secrets.key'), 'not for anyone');
  id = await record(event.id, `${event.id}/stream/part.mp4`);
  const listed = await list({ token });
  expect(listed).toMatchObject([{ id, bytes: 10, endedAt: null }]);
  url = new URL(listed[0]?.url ?? '');
});
afterAll(() => services.close());

async function list(who: CallOptions): Promise<{ url: string }[]> {
  const listed = await call(services, 'GET', '/api/v1/events/final/recordings', who);
  return JSON.parse(listed.text) as { url: string }[];
}

/** The address that somebody gets from the list of recordings. */
async function addressFor(who: CallOptions): Promise<string> {
  const of = (await list(who)).find(({ url: one }) => one.includes(id));
  const { pathname, search } = new URL(of?.url ?? '');
  return pathname + search;
}

const fetchIt = (path: string, headers: Record<string, string> = {}) =>
  call(services, 'GET', path, { headers });

test('a signed address gives the file to save, without any cookie', async () => {
  const { status, text, headers } = await fetchIt(url.pathname + url.search);
  expect([status, text]).toEqual([200, '0123456789']);
  const name = encodeURIComponent('Fußball “A B” – 東京 (Ü19) 2026-11-28 part 1.mp4')
    .replace('(', '%28')
    .replace(')', '%29');
  expect(headers.get('Content-Disposition')).toBe(
    `attachment; filename="final-2026-11-28-1.mp4"; filename*=UTF-8''${name}`,
  );
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Content-Type')).toBe('video/mp4');
});

test('a player gets the part that it asks for', async () => {
  const { status, text, headers } = await fetchIt(url.pathname + url.search, { Range: 'bytes=2-4' });
  expect([status, text, headers.get('Content-Range'), headers.get('Content-Length')]).toEqual([
    206,
    '234',
    'bytes 2-4/10',
    '3',
  ]);
  const beyond = await fetchIt(url.pathname + url.search, { Range: 'bytes=10-' });
  expect([beyond.status, beyond.headers.get('Content-Range')]).toEqual([416, 'bytes */10']);
});

test('what goes on with a download gets the same file, or all of another one that took its place', async () => {
  const tag = (await fetchIt(url.pathname + url.search)).headers.get('ETag') ?? '';
  expect(tag).toMatch(/^"[\w-]+"$/);
  const goOn = () => fetchIt(url.pathname + url.search, { Range: 'bytes=2-4', 'If-Range': tag });
  expect(await goOn()).toMatchObject({ status: 206, text: '234' });

  const path = join(services.env.dataDir, 'recordings', eventId, 'stream', 'part.mp4');
  await writeFile(`${path}.new`, 'abcdefghij');
  await rename(`${path}.new`, path);
  const other = await goOn();
  expect([other.status, other.text]).toEqual([200, 'abcdefghij']);
  expect(other.headers.get('ETag')).not.toBe(tag);
});

test('another signature, another recording or a later end opens nothing', async () => {
  const exp = Number(url.searchParams.get('exp'));
  const sig = url.searchParams.get('sig') ?? '';
  const other = await record(eventId, `${eventId}/stream/part.mp4`);
  const over = Math.floor(Date.now() / 1000) - 1;
  for (const path of [
    `/recordings/${id}?exp=${exp + 1}&sig=${sig}`,
    `/recordings/${id}?exp=${exp}&sig=${sig}x`,
    `/recordings/${other}?exp=${exp}&sig=${sig}`,
    recordingPath(services.secrets, { recording: id, exp: over, holder }),
    `/recordings/${encodeURIComponent('../../secrets.key')}?exp=${exp}&sig=${sig}`,
  ]) {
    expect([path, (await fetchIt(path)).status]).toEqual([path, 404]);
  }
  expect((await fetchIt(`/recordings/${id}`)).status).toBe(400);
});

test('T21: a row that names a file elsewhere gives nothing', async () => {
  const exp = Number(url.searchParams.get('exp'));
  for (const file of ['../secrets.key', `${eventId}/../../secrets.key`, '/etc/passwd', `${eventId}`]) {
    const strange = await record(eventId, file);
    const path = recordingPath(services.secrets, { recording: strange, exp, holder });
    expect([file, (await fetchIt(path)).status]).toEqual([file, 404]);
  }
});

test('T24: an address ends with the crew link, the token or the membership that it was given to', async () => {
  const events = '/api/v1/events/final';
  const made = await call(services, 'POST', `${events}/crew-links`, {
    token,
    body: { role: 'director', label: 'Dora' },
  });
  const opened = await openLink(services, made.json.url.split('/crew/')[1] ?? '', '203.0.113.7');
  const other = await createApiToken(services, { name: 'Archive' });
  const ends: [CallOptions, () => Promise<unknown>][] = [
    [
      { cookies: { [names.crew('final')]: opened.sessionToken } },
      () => call(services, 'DELETE', `${events}/crew-links/${made.json.id}`, { token }),
    ],
    [{ token: other.token }, () => endApiToken(services, other.id)],
    [
      { cookies: await makeSession(services) },
      () => asAdmin(services, (sql) => sql`delete from team_members`),
    ],
  ];
  for (const [who, end] of ends) {
    const path = await addressFor(who);
    expect((await fetchIt(path)).status).toBe(200);
    await end();
    expect((await fetchIt(path)).status).toBe(404);
  }
  expect((await fetchIt(await addressFor({ token }))).status).toBe(200);
});

test('T24: an address from the watch page ends when the recording is taken back', async () => {
  await asAdmin(services, async (sql) => {
    await sql`update recordings set ended_at = now() where id = ${id}`;
    await sql`
      update events set status = 'ended', recording_public = true,
        stream_id = (select stream_id from recordings where id = ${id})
      where id = ${eventId}`;
  });
  const page = await call(services, 'GET', '/api/audience/final');
  const { after } = JSON.parse(page.text) as AudienceAnswer;
  const path = after?.recordings[0]?.url ?? '';
  expect((await fetchIt(path)).status).toBe(200);
  const taken = await call(services, 'PATCH', '/api/v1/events/final', {
    token,
    body: { recordingPublic: false },
  });
  expect(taken.status).toBe(200);
  expect((await fetchIt(path)).status).toBe(404);
  expect((await fetchIt(path, { Range: 'bytes=2-4' })).status).toBe(404);
  // Published again, the same address counts until its own end.
  await call(services, 'PATCH', '/api/v1/events/final', { token, body: { recordingPublic: true } });
  expect((await fetchIt(path)).status).toBe(200);
});
