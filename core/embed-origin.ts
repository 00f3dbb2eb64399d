/**
 * A site that may embed the player, as `frame-ancestors` takes it: `https://club.example`,
 * `https://*.league.example:8443`.
 */
const HTTPS = /^https:\/\/(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{1,5})?$/;
/** One's own machine, to try it out. */
const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?$/;

/**
 * How many sites an event may name; the header that says so stays far below what servers and browsers take.
 */
export const MOST_EMBED_ORIGINS = 50;

/**
 * The origin of what a person wrote: capitals and a slash at the end are forgiven, a path, a name or a
 * password is not, because whoever writes one expects it to count.
 *
 * @returns null for what names no site
 */
export function embedOrigin(text: string): string | null {
  const origin = text.trim().toLowerCase().replace(/\/$/, '');
  const port = Number(/:(\d+)$/.exec(origin)?.[1] ?? 443);
  return (HTTPS.test(origin) || LOCAL.test(origin)) && port >= 1 && port <= 65_535 ? origin : null;
}
