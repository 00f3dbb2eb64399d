import { lanAddresses, lanNames } from './lan';

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
