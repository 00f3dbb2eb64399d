import { hostname, networkInterfaces } from 'node:os';

/** A laptop changes networks; an address that is five seconds old is new enough. */
const KEPT_MS = 5_000;
let kept: { at: number; addresses: string[] } | null = null;

/** IPv4 addresses of this machine that others on its networks may use, loopback left out. */
export function lanAddresses(now: number = Date.now()): string[] {
  if (kept && now - kept.at < KEPT_MS) return kept.addresses;
  const addresses = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => entry.family === 'IPv4' && !entry.internal)
    .map((entry) => entry.address);
  kept = { at: now, addresses };
  return addresses;
}

/**
 * The names under which this machine may be asked for on its networks; `.local` is its name by multicast DNS.
 */
export function lanNames(): string[] {
  const name = hostname().toLowerCase();
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) return [];
  return name.includes('.') ? [name] : [name, `${name}.local`];
}

/**
 * Every origin the edge listens on, such as `https://192.168.1.20:3443`. A browser may have come by any of
 * them, and by no other except PUBLIC_URL (design §9), so this is the list for the `Origin` check.
 */
export function listeningOrigins(edge: { host: string; port: number; httpsPort: number }): string[] {
  const everywhere = ['0.0.0.0', '::', '*'].includes(edge.host);
  const local = ['localhost', '127.0.0.1', '[::1]'];
  const near = [...lanAddresses(), ...lanNames()];
  const httpHosts = everywhere ? [...local, ...near] : [...local, edge.host];
  const origins = httpHosts.map((host) => new URL(`http://${host}:${edge.port}`).origin);
  if (edge.httpsPort > 0) {
    origins.push(...[...local, ...near].map((host) => new URL(`https://${host}:${edge.httpsPort}`).origin));
  }
  return [...new Set(origins)];
}
