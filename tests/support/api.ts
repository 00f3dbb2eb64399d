import type { ActionFunctionArgs } from '@remix-run/node';
import { createApiToken, createOwner, login } from '../../app/domain/accounts';
import { openLink } from '../../app/domain/crew';
import { cookieNames } from '../../app/http/cookies';
import type { Services } from '../../app/services';
import { connect } from '../../db/connect';
import { answered, type Called } from './api-answer';

type Handler = (args: ActionFunctionArgs) => Promise<Response>;
interface RouteModule {
  loader: Handler;
  action: Handler;
}

const modules = import.meta.glob<RouteModule>([
  '../../app/routes/api.*.ts',
  '../../app/routes/recordings.$id.ts',
  '../../app/routes/recordings.$id.tsx',
]);

/**
 * Every endpoint of the API by its pattern, such as `/api/v1/events/:slug/cut`, as Remix reads it from the
 * file's name.
 */
export const API_ROUTES = Object.keys(modules).map((file) => {
  // Remix reads what stands in brackets as it is.
  const name = file
    .replace(/^.*\//, '')
    .replace(/\.tsx?$/, '')
    .replace(/[[\]]/g, '');
  return { pattern: `/${name.replaceAll('.', '/').replaceAll('$', ':').replace(/\/:$/, '/*')}`, file };
});

function matching(path: string): { file: string; params: Record<string, string> } {
  const parts = path.split('/');
  const found = API_ROUTES.flatMap(({ pattern, file }) => {
    const wanted = pattern.split('/');
    if (wanted.length !== parts.length) return [];
    const params: Record<string, string> = {};
    const fits = wanted.every((part, at) => {
      if (!part.startsWith(':')) return part === parts[at];
      params[part.slice(1)] = decodeURIComponent(parts[at] ?? '');
      return true;
    });
    return fits ? [{ file, params, vague: Object.keys(params).length }] : [];
  });
  const [best] = found.sort((a, b) => a.vague - b.vague);
  return best ?? { file: '../../app/routes/api.$.ts', params: {} };
}

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

/** Calls an endpoint as the web server would, from its file in app/routes. */
export async function call(
  services: Services,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Called> {
  const origin = options.origin ?? 'http://localhost:3000';
  const url = new URL(path, origin);
  const headers = new Headers(options.headers);
  if (options.token) headers.set('Authorization', `Bearer ${options.token}`);
  if (options.cookies) {
    headers.set(
      'Cookie',
      Object.entries(options.cookies)
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
    );
  }
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  if (body !== undefined && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
  const request = new Request(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const { file, params } = matching(url.pathname);
  const route = await modules[file]?.();
  if (!route) throw new Error(`No route ${path}`);
  const handler = method === 'GET' || method === 'HEAD' ? route.loader : route.action;
  const context = { services, nonce: '', clientIp: options.ip ?? '203.0.113.9', origin, audience: {} };
  return answered(await handler({ request, params, context }));
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
