import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { clientAddress, forwardedHops, isIn, RELAYED_HEADER } from '../core/client-address';

/** Headers that a client may have set itself; the web process trusts the edge, so none of them passes. */
const SPOOFABLE = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-real-ip',
  'forwarded',
  'x-forwarded-ssl',
];

/**
 * What a connection may name and keeps all the same: how it goes on, where the request goes, and what a
 * trusted proxy says of its client.
 */
const STAYS = ['close', 'keep-alive', 'upgrade', 'host', ...SPOOFABLE];

/**
 * Takes out what a client declares to be of its own connection only (RFC 9110, 7.6.1). Before anything of
 * ours is put in: `Connection: X-Forwarded-For` would take the client's address out again, and a request
 * without one counts as the machine's own.
 */
function dropNamed(headers: IncomingHttpHeaders): void {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  for (const name of named) if (!STAYS.includes(name)) delete headers[name];
  delete headers.connection;
  if (named.includes('upgrade')) headers.connection = 'Upgrade';
}

/**
 * Replaces the forwarding headers of a request by what the edge itself saw: one client address and the
 * scheme. Only a trusted proxy in front may name another client, by one of the headers that are in use: what
 * is asked first is what most of them set, and then it is theirs and not the client's.
 */
export function stampForwarded(req: IncomingMessage, trusted: readonly string[]): string {
  dropNamed(req.headers);
  const { remoteAddress } = req.socket;
  const said = (name: string) => String(req.headers[name] ?? '');
  const hops = forwardedHops(said('forwarded'));
  const named = hops.some((hop) => hop.for !== undefined);
  const chain =
    said('x-forwarded-for') || (named ? hops.map((hop) => hop.for ?? '').join(',') : said('x-real-ip'));
  const client = clientAddress(remoteAddress, chain, trusted);
  const believed = isIn(remoteAddress ?? '', trusted);
  // The first of several proxies saw the client.
  const scheme = (said('x-forwarded-proto').split(',')[0] ?? '').trim() || hops[0]?.proto;
  const ssl = said('x-forwarded-ssl') === 'on' ? 'https' : undefined;
  const proto = believed ? (scheme || ssl || '').toLowerCase() : '';
  const relayed = !believed && [...SPOOFABLE, 'via'].some((name) => req.headers[name] !== undefined);
  for (const name of [...SPOOFABLE, RELAYED_HEADER]) delete req.headers[name];
  if (relayed) req.headers[RELAYED_HEADER] = '1';
  req.headers['x-forwarded-for'] = client;
  const ownProto = req.socket instanceof TLSSocket ? 'https' : 'http';
  req.headers['x-forwarded-proto'] = proto === 'https' || proto === 'http' ? proto : ownProto;
  return client;
}
