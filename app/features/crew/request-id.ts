/**
 * A random id for one command, so that a repeated send counts once. `crypto.randomUUID` exists on HTTPS only;
 * a desk on the LAN may be plain HTTP.
 */
export function requestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
