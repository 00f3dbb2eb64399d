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
