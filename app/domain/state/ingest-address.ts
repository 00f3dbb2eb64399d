/** Scheme and host of an ingest: enough to tell two destinations apart, and never the path, in which some servers carry a key. */
export function ingestAddress(_plugin: string, settings: Record<string, unknown>): string {
  const url = settings.url;
  if (typeof url !== 'string' || !URL.canParse(url)) return '';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
