/**
 * A random id for one command, so that a repeated request counts once. Not `crypto.randomUUID`: that exists
 * on HTTPS only, and on a LAN the page may be plain HTTP.
 */
export function requestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
