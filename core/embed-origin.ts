// A file of its own: a rule without I/O, with its own test.

/**
 * A site that may embed the player, as `frame-ancestors` takes it: `https://club.example`,
 * `https://*.league.example:8443`.
 */
const HTTPS = /^https:\/\/(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{1,5})?$/;
/** The person's own machine, to try it out. */
const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?$/;

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
