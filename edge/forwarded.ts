import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import ipaddr from 'ipaddr.js';

/** What a client may have written itself; the web process believes the edge, so none of it passes. */
const SPOOFABLE = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-real-ip',
  'forwarded',
];

/** Tells whether an address lies in one of the networks, each `10.0.0.0/8` or a single address. */
export function networkList(networks: readonly string[]): (address: string) => boolean {
  const ranges = networks.map((network) =>
    network.includes('/') ? ipaddr.parseCIDR(network) : exactly(ipaddr.process(network)),
  );
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some((range) => parsed.kind() === range[0].kind() && parsed.match(range));
  };
}

function exactly(address: ipaddr.IPv4 | ipaddr.IPv6): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/**
 * Replaces the forwarding headers of a request by what the edge itself saw: one client address and the
 * scheme. Only a trusted proxy in front may name another client; then the nearest address that is no trusted
 * proxy counts.
 */
export function stampForwarded(req: IncomingMessage, trusted: (address: string) => boolean): string {
  const peer = plain(req.socket.remoteAddress ?? '');
  const behindProxy = trusted(peer);
  const said = behindProxy ? String(req.headers['x-forwarded-for'] ?? '') : '';
  const chain = [
    ...said
      .split(',')
      .map((part) => plain(part.trim()))
      .filter((part) => ipaddr.isValid(part)),
    peer,
  ];
  const client = chain.reverse().find((address) => !trusted(address)) ?? chain.at(-1) ?? peer;
  const saidProto = behindProxy ? req.headers['x-forwarded-proto'] : undefined;
  for (const name of SPOOFABLE) delete req.headers[name];
  req.headers['x-forwarded-for'] = client;
  const ownProto = req.socket instanceof TLSSocket ? 'https' : 'http';
  req.headers['x-forwarded-proto'] = saidProto === 'https' || saidProto === 'http' ? saidProto : ownProto;
  return client;
}

/** `::ffff:10.0.0.1` is how a socket of both families names an IPv4 client. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
