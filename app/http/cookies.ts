import { createHash } from 'node:crypto';

/**
 * Cookies of one installation. Named after the instance, so that two on one host (whose cookies browsers do
 * not part by port) never mix; with the `__Host-` prefix and `Secure` on HTTPS, so that no neighbour host can
 * plant one.
 */
export interface CookieNames {
  session: string;
  device: string;
  /** One a event: a director of two matches keeps both. */
  crew(slug: string): string;
}

export function cookieNames(instanceId: string, secure: boolean): CookieNames {
  // An instance id may hold anything; a cookie's name may not.
  const instance = createHash('sha256').update(instanceId).digest('hex').slice(0, 8);
  const prefix = `${secure ? '__Host-' : ''}touchline-${instance}`;
  return {
    session: `${prefix}-session`,
    device: `${prefix}-device`,
    crew: (slug) => `${prefix}-crew-${slug.toLowerCase()}`,
  };
}

/** Whether the browser came by HTTPS, by the address the server was asked under. */
function isSecure(request: Request): boolean {
  return new URL(request.url).protocol === 'https:';
}

export function namesFor(request: Request, instanceId: string): CookieNames {
  return cookieNames(instanceId, isSecure(request));
}

export function readCookie(request: Request, name: string): string | null {
  return parseCookies(request.headers.get('Cookie')).get(name) ?? null;
}

/** The first of two equal names counts: browsers send the more specific one first. */
export function parseCookies(header: string | null | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at > 0 && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return cookies;
}

/** `value` is base64url, so it needs no quoting. */
export function setCookie(request: Request, name: string, value: string, maxAgeS: number): string {
  const secure = isSecure(request) ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure}`;
}

export function clearCookie(request: Request, name: string): string {
  return setCookie(request, name, '', 0);
}

/**
 * Whether a request carries a person's rights by a cookie, which a browser sends along on its own (T16).
 * @param instanceId counts the cookies of this installation only
 */
export function carriesAuthority(
  cookieHeader: string | null | undefined,
  instanceId: string | null = null,
): boolean {
  const own = instanceId === null ? null : cookieNames(instanceId, false).session;
  return [...parseCookies(cookieHeader).keys()].some((name) => {
    const [, bare, kind] = /^(?:__Host-)?(touchline-[0-9a-f]{8})-(session$|crew-)/.exec(name) ?? [];
    return kind !== undefined && (own === null || own === `${bare}-session`);
  });
}
