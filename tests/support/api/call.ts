import { expect } from 'vitest';
import { TABLE } from '../../../app/api/table';
import { createApiToken } from '../../../app/domain/accounts/api-token';
import { createOwner } from '../../../app/domain/accounts/owner-setup';
import { login } from '../../../app/domain/accounts/sign-in';
import { openLink } from '../../../app/domain/crew/crew-links';
import { cookieNames } from '../../../app/http/cookies';
import type { Services } from '../../../app/services';
import { connect } from '../../../db/connect';
import { answered, type Called } from './api-answer';
import { apiUrl } from './api-server';

export interface CallOptions {
  token?: string;
  cookies?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
  /** Sent as it is, with `Content-Type: application/json` unless `headers` says another. */
  raw?: string;
  ip?: string;
  origin?: string;
}

/** Our own pages' address, as the edge of the tests' settings has it. */
const ORIGIN = 'http://localhost:3000';

/** Calls an endpoint by HTTP, as a proxy in front of the web server would hand a client's request on. */
export async function call(
  services: Services,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Called> {
  const origin = new URL(options.origin ?? ORIGIN);
  const headers = new Headers(options.headers);
  headers.set('X-Forwarded-For', options.ip ?? '203.0.113.9');
  headers.set('X-Forwarded-Proto', origin.protocol.slice(0, -1));
  headers.set('X-Forwarded-Host', origin.host);
  if (options.token) headers.set('Authorization', `Bearer ${options.token}`);
  if (options.cookies) {
    const pairs = Object.entries(options.cookies).map(([name, value]) => `${name}=${value}`);
    headers.set('Cookie', pairs.join('; '));
    // Who has a cookie is a browser, which says whose page it shows.
    if (!headers.has('Origin')) headers.set('Origin', origin.origin);
  }
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  if (body !== undefined && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
  const url = new URL(path, await apiUrl(services));
  const called = await answered(
    await fetch(url, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) }),
  );
  mustBeAsDocumented(`${method} ${url.pathname}`, called);
  return called;
}

/** What each row's address looks like when it is asked. */
const ROWS = TABLE.map((row) => ({
  row,
  pattern: new RegExp(`^${row.address.replace(/:\w+/g, '[^/]+')}/*$`, 'i'),
}));

/** Every success has the status and exactly the fields that its row promises. */
function mustBeAsDocumented(asked: string, { status, text, headers }: Called): void {
  const { row } = ROWS.find(({ pattern }) => pattern.test(asked)) ?? {};
  if (!row || status < 200 || status > 299 || status === 206) return;
  const schema = row.answers[status];
  if (schema === undefined) throw new Error(`${row.address} answers ${status}, which its row does not name.`);
  if (schema === null) return expect([row.address, text]).toEqual([row.address, '']);
  if (!headers.get('Content-Type')?.startsWith('application/json') || row.file.length > 0) return;
  // What the schema does not know is gone after parsing.
  const json: unknown = JSON.parse(text);
  expect([row.address, schema.parse(json)]).toEqual([row.address, json]);
}

export const names = cookieNames('test', false);

/** An API token of the first team. */
export async function makeToken(services: Services): Promise<string> {
  return (await createApiToken(services, { name: 'Control desk' })).token;
}

/** A second team with its token, for what must stay apart. */
export async function makeForeignToken(
  services: Services & { database: { adminUrl: string } },
): Promise<string> {
  const admin = connect(services.database.adminUrl, { max: 1 });
  await admin`insert into teams (slug, name) values ('other', 'Other team') on conflict do nothing`;
  await admin.end();
  return (await createApiToken(services, { name: 'Foreign desk', teamSlug: 'other' })).token;
}

export const PASSWORD = 'correct horse battery';

/** A signed-in owner of the first team: the session cookie. */
export async function makeSession(
  services: Services,
  email = 'ann@example.org',
): Promise<Record<string, string>> {
  await createOwner(services, { email, name: 'Ann', password: PASSWORD });
  const { sessionToken } = await login(services, { email, password: PASSWORD }, '203.0.113.1');
  return { [names.session]: sessionToken };
}

/** An event with its state and how to join it. */
export async function makeEvent(services: Services, token: string, body: Record<string, unknown> = {}) {
  const { json, status, text } = await call(services, 'POST', '/api/v1/events', {
    token,
    body: { title: 'Home – Away', ...body },
  });
  if (status !== 201) throw new Error(text);
  return {
    id: String(json.id),
    slug: String(json.slug),
    code: String(json.joinCode),
    secret: String(json.joinUrl).split('#')[1] ?? '',
    directorUrl: String(json.directorUrl),
    json,
  };
}

/** A show, and the way in of its host: the cookie of a browser that has opened the host link. */
export async function makeShow(services: Services, token: string, showId: string, hostName = 'Amina') {
  const { json, status, text } = await call(services, 'POST', '/api/streams/initialize', {
    token,
    body: { showId, hostName },
  });
  if (status !== 201) throw new Error(text);
  const opened = await openLink(services, json.hostUrl.split('#')[1] ?? '', '203.0.113.1');
  return { json, id: json.streamId, slug: json.room, host: { [names.crew(json.room)]: opened.sessionToken } };
}

/** A camera that joined; admitted unless `state` says it waits. */
export async function makeCamera(
  services: Services,
  token: string,
  event: { slug: string; code: string },
  options: { label?: string; wait?: boolean } = {},
) {
  const joined = await call(services, 'POST', '/api/cameras/register', {
    body: { code: event.code, label: options.label ?? 'Main stand' },
  });
  if (joined.status !== 201) throw new Error(joined.text);
  const id = String(joined.json.cameraId);
  if (!options.wait) {
    await call(services, 'POST', `/api/v1/events/${event.slug}/cameras/${id}`, {
      token,
      body: { state: 'admitted' },
    });
  }
  return { id, cookies: joined.cookies };
}

/** Rows of a table as the administrator sees them. */
export async function asAdmin<T>(
  services: { database: { adminUrl: string } },
  work: (sql: ReturnType<typeof connect>) => Promise<T>,
): Promise<T> {
  const admin = connect(services.database.adminUrl, { max: 1 });
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
