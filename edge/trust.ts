import { X509Certificate, createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

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

const STYLE = `:root{color-scheme:light dark}body{margin:0;background:Canvas;color:CanvasText;font:17px/1.5 Inter,system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
a.key{display:block;padding:.9rem 1rem;border-radius:.75rem;background:#1f6feb;color:#fff;text-align:center;text-decoration:none;font-weight:600}
li{margin:.4rem 0}code{overflow-wrap:anywhere;font-size:.85rem}.note{opacity:.8;font-size:.9rem}`;

export const TRUST_PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
};

/**
 * Explains once, per kind of phone, how to trust this machine. @param fingerprint SHA-256 of the authority,
 * to compare
 */
export function trustPage(fingerprint: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trust this Touchline</title><style>${STYLE}</style></head><body><main>
<h1>Let this phone trust Touchline</h1>
<p>A phone gives its camera only to pages with HTTPS. This Touchline signs its own certificate, so each phone has to be told
once that it may trust it. Do this only on a network that you know.</p>
<h2>iPhone and iPad</h2>
<ol><li><a class="key" href="/trust/touchline.mobileconfig">Get the profile</a></li>
<li>Open <b>Settings</b>, press <b>Profile Downloaded</b>, then <b>Install</b>.</li>
<li>Open <b>Settings › General › About › Certificate Trust Settings</b> and switch Touchline on.</li>
<li>Go back to the page you came from and reload it.</li></ol>
<p class="note">Safari needs this: without it the page opens after a warning, but the connection for the picture is refused.</p>
<h2>Android</h2>
<ol><li><a class="key" href="/trust/touchline-ca.crt">Get the certificate</a></li>
<li>Open <b>Settings</b> and search for <b>CA certificate</b>, press <b>Install anyway</b> and choose <b>touchline-ca.crt</b>.</li>
<li>Go back and reload the page.</li></ol>
<p class="note">Chrome on Android also works when you go on after its warning.</p>
<h2>Computers</h2>
<p><a href="/trust/touchline-ca.crt">touchline-ca.crt</a> goes into the keychain or certificate store as a trusted authority.
On the machine that runs Touchline nothing is needed: use its http://localhost address.</p>
<h2>To be sure</h2>
<p>SHA-256 of the certificate, also printed in the terminal where Touchline runs:</p><p><code>${fingerprint}</code></p>
<p class="note">To undo it, remove the profile or certificate in the same settings. Its key never leaves the machine that runs Touchline.</p>
</main></body></html>`;
}

/** An Apple configuration profile with one authority (payload type com.apple.security.root). */
export function appleProfile(authorityDer: Buffer, name: string): string {
  const [inner, outer] = [uuid(authorityDer, 'certificate'), uuid(authorityDer, 'profile')];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>PayloadContent</key><array><dict>
    <key>PayloadCertificateFileName</key><string>touchline-ca.crt</string>
    <key>PayloadContent</key><data>${authorityDer.toString('base64')}</data>
    <key>PayloadDisplayName</key><string>${escape(name)}</string>
    <key>PayloadIdentifier</key><string>org.touchline.ca.${inner}</string>
    <key>PayloadType</key><string>com.apple.security.root</string>
    <key>PayloadUUID</key><string>${inner}</string>
    <key>PayloadVersion</key><integer>1</integer>
  </dict></array>
  <key>PayloadDescription</key><string>Lets this device reach ${escape(name)} over HTTPS in the same network.</string>
  <key>PayloadDisplayName</key><string>${escape(name)}</string>
  <key>PayloadIdentifier</key><string>org.touchline.profile.${outer}</string>
  <key>PayloadRemovalDisallowed</key><false/>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadUUID</key><string>${outer}</string>
  <key>PayloadVersion</key><integer>1</integer>
</dict></plist>
`;
}

/** The same for the same authority, so that a second installation replaces the first. */
function uuid(der: Buffer, salt: string): string {
  const hex = createHash('sha256').update(salt).update(der).digest('hex').toUpperCase();
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
