import type { Env } from '../config/env';

/**
 * Where the same page is served with HTTPS, for a phone that came without: PUBLIC_URL if it is one, else the
 * edge's HTTPS port on the name that was asked. Null where neither exists.
 */
export function secureOrigin(request: Request, env: Pick<Env, 'publicUrl' | 'edge'>): string | null {
  if (env.publicUrl?.startsWith('https:')) return new URL(env.publicUrl).origin;
  if (env.edge.httpsPort === 0) return null;
  const url = new URL(request.url);
  url.protocol = 'https:';
  url.port = String(env.edge.httpsPort);
  return url.origin;
}
