import ipaddr from 'ipaddr.js';

/**
 * Ports of RTMP and RTMPS. A public destination on another port is more likely a service inside somebody's
 * network (T13).
 */
const INGEST_PORTS = [1935, 443];
export type IngestProtocol = 'rtmp' | 'rtmps' | 'srt';
const DEFAULT_PORT: Record<IngestProtocol, number> = { rtmp: 1935, rtmps: 443, srt: 0 };
/** SRT has no port of its own; ports below this one belong to system services. */
const FIRST_SRT_PORT = 1024;

export interface IngestAddress {
  protocol: IngestProtocol;
  /** Canonical: lower case, numeric forms turned into the address they mean, IPv6 without brackets. */
  host: string;
  port: number;
  /** Path with query as typed, beginning with a slash. */
  path: string;
}

export type AddressCheck<T> = { ok: true; value: T } | { ok: false; message: string };

function refuse(message: string): { ok: false; message: string } {
  return { ok: false, message };
}

/** The same address with its server by the name of DNS: `müller.example` is `xn--mller-kva.example`. */
export function withAsciiHost(text: string): string {
  const [, scheme, host, rest] = /^([a-z]+:\/\/)([^/?#:@\\[\]\s]+)(.*)$/is.exec(text) ?? [];
  if (scheme === undefined || host === undefined || /^[!-~]+$/.test(host)) return text;
  return URL.canParse(`http://${host}`)
    ? `${scheme}${new URL(`http://${host}`).hostname}${rest ?? ''}`
    : text;
}

/**
 * Parses an ingest address and refuses every form that the connecting program could read differently: another
 * scheme, a user name, whitespace (librtmp reads ` live=1` as an option), control characters, a fragment,
 * another port. The host is parsed as that of an http address, because only then `0x7f.1` and `127.0.0.1` are
 * the same.
 * @param allowPrivate for servers in one's own network (ALLOW_PRIVATE_DESTINATIONS): every port is allowed
 * too
 */
export function parseIngestAddress(
  text: string,
  { allowPrivate }: { allowPrivate: boolean },
): AddressCheck<IngestAddress> {
  const match = /^(rtmps?|srt):\/\/([^/?#\\]+)(\/[^#\\]*)?$/i.exec(text);
  if (!match?.[1] || !match[2]) {
    return refuse('The address must begin with rtmp://, rtmps:// or srt:// and name a server.');
  }
  if (text.length > 500) return refuse('The address is too long.');
  if (!/^[!-~]+$/.test(text) || /["'`<>|$;{}^]/.test(text)) {
    return refuse('The address must not contain spaces, quotes or other special characters.');
  }
  if (match[2].includes('@')) {
    return refuse(
      'The address must not contain a user name or password: Touchline cannot sign in with them. Ask the operator of the server for a stream key.',
    );
  }
  const scheme = match[1].toLowerCase();
  const protocol = scheme === 'rtmps' || scheme === 'srt' ? scheme : 'rtmp';
  if (!URL.canParse(`http://${match[2]}`)) return refuse('The name of the server is not valid.');
  const url = new URL(`http://${match[2]}`);
  // URL drops the default port of http, so 80 is read from the text.
  const port = /:80$/.test(match[2]) ? 80 : url.port ? Number(url.port) : DEFAULT_PORT[protocol];
  if (protocol === 'srt') {
    const bare = (match[3] ?? '/') === '/';
    if (!bare) return refuse('An SRT address ends with its port; what follows goes into the other fields.');
    if (port < FIRST_SRT_PORT)
      return refuse('An SRT address names its port, 1024 or higher, as in srt://live.example.org:9000.');
  } else if (!allowPrivate && !INGEST_PORTS.includes(port)) {
    return refuse(
      `The port must be ${INGEST_PORTS.join(' or ')}. If the server has another one, set ALLOW_PRIVATE_DESTINATIONS=true and restart; this allows addresses in private networks too.`,
    );
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { ok: true, value: { protocol, host, port, path: match[3] ?? '/' } };
}

/**
 * `public` only for global unicast. Everything else (loopback, private, link-local, carrier NAT, unique
 * local, multicast, documentation, and IPv6 forms that carry an IPv4 address: mapped, NAT64, 6to4, Teredo) is
 * `private`, since it may lead into a network that its owner did not mean to open.
 */
export function classifyIp(text: string): 'public' | 'private' {
  const bare = text.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(bare)) return 'private';
  const address = ipaddr.parse(bare);
  if (address.range() !== 'unicast') return 'private';
  // ::a.b.c.d, the old IPv4-compatible form, and site-local fec0::/10 count as unicast in ipaddr.js.
  if (address.kind() === 'ipv6') {
    const oldForms: [string, number][] = [
      ['::', 96],
      ['fec0::', 10],
      ['64:ff9b:1::', 48],
    ];
    const hidden = oldForms.some(([base, bits]) => address.match(ipaddr.parse(base), bits));
    return hidden ? 'private' : 'public';
  }
  return 'public';
}

export function isIp(host: string): boolean {
  return ipaddr.isValid(host);
}

/** A host as it stands in a URL: IPv6 in brackets, without the zone, which no URL takes. */
export function urlHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host.replace(/%.*$/, '')}]` : host;
}

/** Names that never leave the machine or the network, whatever address a resolver gives. */
export function isLocalName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return !name.includes('.') || /\.(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/.test(name);
}

/**
 * The key by which rate limits count: an IPv4 address, or the /64 that one household or phone has of IPv6.
 */
export function limitKey(ip: string): string {
  return networkKey(ip, 64);
}

/**
 * The same for a whole site: a /48 of IPv6 holds 65,536 of those /64 and belongs to one organisation or to a
 * part of one provider (RFC 6177). An IPv4 address stays itself.
 */
export function siteKey(ip: string): string {
  return networkKey(ip, 48);
}

function networkKey(ip: string, bits: number): string {
  if (!ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${bits}`).toString()}/${bits}`;
}
