import { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { trustPage, TRUST_PAGE_HEADERS } from './page';
import { appleProfile } from './profile';

const NO_AUTHORITY = 'This Touchline uses a certificate of its own; there is nothing to install.';

/** Serves /trust and its two files. `authorityPem` is null where the certificate came from elsewhere. */
export function trustPages(
  authorityPem: string | null,
): (req: IncomingMessage, res: ServerResponse) => boolean {
  const authority = authorityPem ? new X509Certificate(authorityPem) : null;
  const name = /CN=(.*)/.exec(authority?.subject ?? '')?.[1] ?? 'Touchline';
  return (req, res) => {
    const path = (req.url ?? '/').split('?', 1)[0] ?? '/';
    if (path !== '/trust' && !path.startsWith('/trust/')) return false;
    if (req.method !== 'GET' && req.method !== 'HEAD') return send(405, { Allow: 'GET, HEAD' }, '');
    if (!authority) return send(404, { 'Content-Type': 'text/plain; charset=utf-8' }, NO_AUTHORITY);
    if (path === '/trust') return send(200, TRUST_PAGE_HEADERS, trustPage(authority.fingerprint256));
    if (path === '/trust/touchline-ca.crt') {
      return send(200, file('application/x-x509-ca-cert', 'touchline-ca.crt'), authority.raw);
    }
    if (path === '/trust/touchline.mobileconfig') {
      const profile = appleProfile(authority.raw, name);
      return send(200, file('application/x-apple-aspen-config', 'touchline.mobileconfig'), profile);
    }
    return send(404, { 'Content-Type': 'text/plain; charset=utf-8' }, 'There is no such page. Go to /trust.');

    function send(status: number, headers: Record<string, string>, body: string | Buffer): true {
      res.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
      res.end(req.method === 'HEAD' ? undefined : body);
      return true;
    }
  };
}

function file(type: string, name: string): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  };
}
