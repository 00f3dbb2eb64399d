import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { clientAddress, isIn } from '../core/client-address';

/** Headers that a client may have set itself; the web process trusts the edge, so none of them passes. */
const SPOOFABLE = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-real-ip',
  'forwarded',
];

/**
 * Replaces the forwarding headers of a request by what the edge itself saw: one client address and the
 * scheme. Only a trusted proxy in front may name another client.
 */
export function stampForwarded(req: IncomingMessage, trusted: readonly string[]): string {
  const { remoteAddress } = req.socket;
  const client = clientAddress(remoteAddress, req.headers['x-forwarded-for'], trusted);
  const header = isIn(remoteAddress ?? '', trusted) ? req.headers['x-forwarded-proto'] : undefined;
  // The first of several proxies saw the client.
  const said = String(header ?? '')
    .split(',')[0]
    ?.trim();
  for (const name of SPOOFABLE) delete req.headers[name];
  req.headers['x-forwarded-for'] = client;
  const ownProto = req.socket instanceof TLSSocket ? 'https' : 'http';
  req.headers['x-forwarded-proto'] = said === 'https' || said === 'http' ? said : ownProto;
  return client;
}
