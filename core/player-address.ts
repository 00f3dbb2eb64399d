/**
 * Platforms want to know on which site their player stands (Twitch `parent`, YouTube `embed_domain`), and one
 * state serves pages of several host names. So addresses carry this where the host name belongs, and the page
 * puts in its own.
 */
export const HOST_MARK = '{host}';

/** The address for a page on `host` (a host name without port, such as `location.hostname`). */
export function playerAddress(url: string, host: string): string {
  return url.replaceAll(HOST_MARK, encodeURIComponent(host));
}
