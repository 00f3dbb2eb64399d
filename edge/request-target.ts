/** Characters that mean the same with and without percent encoding (RFC 3986, 2.3). */
const UNRESERVED = /%(?:2[de]|3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/gi;
/** Scheme and host of an address that is sent whole, as to a proxy (RFC 9112, 3.2.2). */
const ABSOLUTE = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;

/**
 * The one way to write what a request asks for: `/%61pi/x`, `/hls/../api/x`, `/hls\..\api/x` and
 * `http://any/api/x` are all `/api/x`. Whoever decides by a path (lanes, limits, headers, routes) sees the
 * same one as who answers.
 *
 * @returns null for what is no address of ours: `*`, and what no URL can have
 */
export function requestTarget(target: string): string | null {
  const origin = target.replace(ABSOLUTE, '');
  const whole = origin === '' || origin.startsWith('?') ? `/${origin}` : origin;
  if (!whole.startsWith('/') && !whole.startsWith('\\')) return null;
  const [path = '', ...query] = whole.split('?');
  const plain = path.replace(UNRESERVED, (code) => decodeURIComponent(code));
  const address = `http://host${plain.startsWith('/') ? plain : `/${plain.slice(1)}`}`;
  if (!URL.canParse(address)) return null;
  const { pathname } = new URL(address);
  return [pathname, ...query].join('?');
}
