import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function parseAddress(text: string): Address | null {
  const bare = text
    .trim()
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '');
  // process() turns an IPv4 address that is mapped into IPv6 back into what it is.
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null;
}

interface Network {
  base: Address;
  bits: number;
}

/** TRUSTED_PROXIES is looked at with every request; there are as many entries as a person wrote. */
const networks = new Map<string, Network | null>();

function networkOf(text: string): Network | null {
  const known = networks.get(text);
  if (known !== undefined) return known;
  const network = parseNetwork(text);
  networks.set(text, network);
  return network;
}

function parseNetwork(text: string): Network | null {
  const [address = '', prefix] = text.split('/');
  const base = parseAddress(address);
  const full = base?.kind() === 'ipv4' ? 32 : 128;
  const bits = prefix === undefined ? full : Number(prefix);
  return base && Number.isInteger(bits) && bits >= 0 && bits <= full ? { base, bits } : null;
}

function within(address: Address, text: string): boolean {
  const network = networkOf(text);
  if (!network || network.base.kind() !== address.kind()) return false;
  return address.match(network.base, network.bits);
}

/**
 * The client's address: the connection's own, unless that is a proxy of `trusted`; then the last address of
 * `X-Forwarded-For` that is not such a proxy itself. What stands before it was written by the client and
 * means nothing.
 */
export function clientIp(
  remoteAddress: string | undefined,
  forwardedFor: string | undefined,
  trusted: readonly string[],
): string {
  const isProxy = (address: Address) => trusted.some((network) => within(address, network));
  let client = parseAddress(remoteAddress ?? '');
  const hops = (forwardedFor ?? '').split(',').reverse();
  for (const hop of hops) {
    if (!client || !isProxy(client)) break;
    const next = parseAddress(hop);
    if (!next) break;
    client = next;
  }
  return client?.toString() ?? 'unknown';
}

/** The client's address of a request that no middleware has seen, such as a socket's handshake. */
export function addressOf(request: IncomingMessage, trusted: readonly string[]): string {
  const forwarded = request.headers['x-forwarded-for'];
  return clientIp(
    request.socket.remoteAddress,
    Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
    trusted,
  );
}
