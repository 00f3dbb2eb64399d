import { createHash } from 'node:crypto';

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
