/**
 * A site that may embed the player, as `frame-ancestors` takes it: `https://club.example`,
 * `https://*.league.example:8443`.
 */
const HTTPS = /^https:\/\/(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{1,5})?$/;
/** The person's own machine, to try it out. */
const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?$/;

const PORT = String.raw`(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))?`;
const NAME = String.raw`[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?`;
/** What `embedOrigin` takes, as one pattern for the API's description. */
export const SITE_PATTERN = String.raw`^(https://(\*\.)?${NAME}(\.${NAME})+|https?://(localhost|127\.0\.0\.1))${PORT}/?$`;

/** Sites per event; the header that lists them stays far below the limits of servers and browsers. */
export const MOST_EMBED_ORIGINS = 50;

/**
 * The origin of what a person typed: capitals and a slash at the end are accepted; a path, user name or
 * password is not, because anyone who writes one expects it to count.
 * @returns null for what names no site
 */
export function embedOrigin(text: string): string | null {
  const origin = text.trim().toLowerCase().replace(/\/$/, '');
  const port = Number(/:(\d+)$/.exec(origin)?.[1] ?? 443);
  return (HTTPS.test(origin) || LOCAL.test(origin)) && port >= 1 && port <= 65_535 ? origin : null;
}

/**
 * Platforms require the name of the site their player is embedded in (Twitch `parent`, YouTube
 * `embed_domain`), and one state serves pages of several host names: addresses carry this mark, and the page
 * puts its own name in.
 */
export const HOST_MARK = '{host}';

/** The address for a page on `host` (a host name without port, such as `location.hostname`). */
export function playerAddress(url: string, host: string): string {
  return url.replaceAll(HOST_MARK, encodeURIComponent(host));
}
