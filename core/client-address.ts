import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * One address as proxies write it: with or without a port, brackets, quotes or a zone
 * (`"[2001:db8::1]:4711"`, `203.0.113.9:5678`, `fe80::1%eth0`). IPv4 that is mapped into IPv6 is IPv4.
 */
function parse(text: string): Address | null {
  const written = text.trim().replace(/^"(.*)"$/, '$1');
  const [, bracketed, plain] =
    /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+|[\da-f:.]+(?:%[^\]]*)?))(?::\d{1,5})?$/i.exec(written) ?? [];
  const bare = (bracketed ?? plain ?? '').replace(/%.*$/, '');
  const known = ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare);
  return known ? ipaddr.process(bare) : null;
}

interface Network {
  base: Address;
  bits: number;
}

function parseNetwork(text: string): Network | null {
  const [address = '', prefix] = text.split('/');
  const base = parse(address);
  const full = base?.kind() === 'ipv4' ? 32 : 128;
  const bits = prefix === undefined ? full : /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
  return base && bits <= full ? { base, bits } : null;
}

/** Looked at with every request; there are as many entries as a person wrote. */
const networks = new Map<string, Network | null>();

function networkOf(text: string): Network | null {
  const known = networks.get(text);
  if (known !== undefined) return known;
  const network = parseNetwork(text);
  networks.set(text, network);
  return network;
}

/** Whether it is an address or a network, such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  return parseNetwork(text) !== null;
}

/** Whether an address lies in one of the networks, each `10.0.0.0/8` or a single address. */
export function isIn(ip: string, list: readonly string[]): boolean {
  const address = parse(ip);
  return (
    address !== null &&
    list.some((text) => {
      const network = networkOf(text);
      return network?.base.kind() === address.kind() && address.match(network.base, network.bits);
    })
  );
}

/**
 * The one address of a client, for log and limits alike: the connection's own, unless that is a proxy of
 * `trusted`; then the last address of `X-Forwarded-For` that is not such a proxy itself. What stands before
 * it was written by the client and means nothing. `unknown` without a connection. Not by proxy-addr, which
 * takes an address with a port as it stands.
 */
export function clientAddress(
  remoteAddress: string | undefined,
  forwardedFor: string | readonly string[] | undefined,
  trusted: readonly string[],
): string {
  let client = parse(remoteAddress ?? '')?.toString();
  // Empty ones are no hops (RFC 9110, 5.6.1): a proxy that adds to a missing header leaves one.
  const hops = String(forwardedFor ?? '').split(',');
  for (const hop of hops.filter((one) => one.trim() !== '').reverse()) {
    if (client === undefined || !isIn(client, trusted)) break;
    const next = parse(hop);
    if (!next) break;
    client = next.toString();
  }
  return client ?? 'unknown';
}

/**
 * By this header of a request the edge tells the web process that a proxy handed it on which TRUSTED_PROXIES
 * does not name: the address of the connection is that of the proxy, and not the client's.
 */
export const RELAYED_HEADER = 'x-touchline-relayed';

/** A hop of the header `Forwarded`, as far as it is of use here. */
export interface ForwardedHop {
  for?: string;
  proto?: string;
}

/**
 * The hops that a `Forwarded` header names (RFC 7239), the client's first. Values may be quoted, and then
 * hold commas and semicolons; names are case-insensitive.
 */
export function forwardedHops(header: string): ForwardedHop[] {
  const hops: ForwardedHop[] = [{}];
  const pair = /\s*([!#$%&'*+.^`|~\w-]+)=("(?:[^"\\]|\\.)*"|[^\s",;]*)\s*|([,;])/gy;
  for (const [, name, value = '', separator] of header.matchAll(pair)) {
    if (separator === ',') hops.push({});
    const written = value.replace(/^"(.*)"$/, '$1').replaceAll(/\\(.)/g, '$1');
    const key = name?.toLowerCase();
    const hop = hops[hops.length - 1];
    if (hop && (key === 'for' || key === 'proto')) hop[key] = written;
  }
  return hops;
}
