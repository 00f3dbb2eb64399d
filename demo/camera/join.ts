/** Joining as a phone does: two calls of the public API with the device cookie. */

const TIMEOUT_MS = 5_000;

export type JoinCredential = { code: string } | { secret: string };

export interface JoinedCamera {
  cameraId: string;
  /** Value of the `Cookie` header. A secret. */
  cookie: string;
}

export type TokenReply =
  | { kind: 'token'; token: string; url: string }
  | { kind: 'waiting' }
  /** The director removed this camera: it does not return. */
  | { kind: 'removed' }
  /** The server does not know the cookie (any more): register again. */
  | { kind: 'unknown' };

/** @throws an Error with the server's sentence when it refuses, such as for a closed code */
export async function registerCamera(
  baseUrl: string,
  credential: JoinCredential,
  label: string,
  device: string,
): Promise<JoinedCamera> {
  const response = await post(baseUrl, '/api/cameras/register', {
    ...credential,
    label,
    device: { name: device },
  });
  const body: unknown = await response.json().catch(() => null);
  const cameraId = field(body, 'cameraId');
  if (!response.ok || typeof cameraId !== 'string') {
    throw new Error(`Camera “${label}” could not join (${response.status}): ${messageOf(body)}`);
  }
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .filter(Boolean)
    .join('; ');
  return { cameraId, cookie };
}

/** @throws an Error without an answer or with a 5xx, both of which pass */
export async function askToken(baseUrl: string, cookie: string): Promise<TokenReply> {
  const response = await post(baseUrl, '/api/cameras/token', {}, { cookie });
  if (response.status === 202) return { kind: 'waiting' };
  if (response.status === 403) return { kind: 'removed' };
  if (response.status === 401 || response.status === 404) return { kind: 'unknown' };
  const body: unknown = await response.json().catch(() => null);
  const token = field(body, 'token');
  const url = field(body, 'url');
  if (!response.ok || typeof token !== 'string' || typeof url !== 'string') {
    throw new Error(`No token for a camera (${response.status}): ${messageOf(body)}`);
  }
  return { kind: 'token', token, url };
}

function post(
  baseUrl: string,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(new URL(path, baseUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

export function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}

export function messageOf(body: unknown): string {
  const message = field(field(body, 'error'), 'message');
  return typeof message === 'string' ? message : 'no reason given';
}
