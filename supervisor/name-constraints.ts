import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';
import type { X509Certificate } from '@peculiar/x509';

/**
 * For which names and addresses an authority may sign (RFC 5280, 4.2.1.10). Phones trust ours by a person's
 * own steps, so it can vouch for nothing but its own machine and what lies in private networks.
 */
export const NAME_CONSTRAINTS = '2.5.29.30';

/** RFC 1918, 6598, 3927, 4193 and 4291, and the loopback. */
const PRIVATE_NETWORKS = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
];
const LOCAL_NAMES = ['localhost', 'local'];

const SEQUENCE = 0x30;
const PERMITTED = 0xa0;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** The extension's value, DER, for private networks and local names, and for the machine's own `names`. */
export function nameConstraints(names: readonly string[]): Buffer {
  const domains = new Set([...LOCAL_NAMES, ...names.filter((name) => !isIP(name))]);
  const networks = PRIVATE_NETWORKS.map((text): Network => ipaddr.parseCIDR(text));
  for (const name of names.filter(isIP)) {
    const address = ipaddr.process(name);
    const known = networks.some(([base, bits]) => isWithin(address, base, bits));
    if (!known) networks.push([address, address.toByteArray().length * 8]);
  }
  const bases = [
    ...[...domains].map((domain) => der(DNS_NAME, Buffer.from(domain, 'ascii'))),
    ...networks.map(([base, bits]) =>
      der(IP_ADDRESS, Buffer.from([...base.toByteArray(), ...mask(base, bits)])),
    ),
  ];
  return der(SEQUENCE, der(PERMITTED, Buffer.concat(bases.map((base) => der(SEQUENCE, base)))));
}

/** Whether an authority may sign for a name or address. One without constraints may for all. */
export function maySign(authority: X509Certificate, name: string): boolean {
  const extension = authority.getExtension(NAME_CONSTRAINTS);
  if (!extension) return true;
  const [constraints] = parts(Buffer.from(extension.value));
  const [permitted] = parts(constraints?.content ?? Buffer.alloc(0));
  const bases = parts(permitted?.content ?? Buffer.alloc(0)).flatMap(({ content }) => parts(content));
  return bases.some(({ tag, content }) => {
    if (tag === DNS_NAME && !isIP(name)) return `.${name}`.endsWith(`.${content.toString('ascii')}`);
    return tag === IP_ADDRESS && isIP(name) > 0 && covers(content, ipaddr.process(name));
  });
}

function isWithin(
  address: ipaddr.IPv4 | ipaddr.IPv6,
  base: ipaddr.IPv4 | ipaddr.IPv6,
  bits: number,
): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}

function mask(base: ipaddr.IPv4 | ipaddr.IPv6, bits: number): number[] {
  const kind = base.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return kind.subnetMaskFromPrefixLength(bits).toByteArray();
}

/** @param range the address followed by its mask, as the extension holds it */
function covers(range: Buffer, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const bytes = address.toByteArray();
  const half = range.length / 2;
  if (bytes.length !== half) return false;
  return bytes.every((byte, i) => ((byte ^ (range[i] ?? 0)) & (range[half + i] ?? 0)) === 0);
}

/** At most 65,535 bytes. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** What follows each other in a content, in the forms of length that `der` writes. */
function parts(content: Buffer): { tag: number; content: Buffer }[] {
  const found: { tag: number; content: Buffer }[] = [];
  let at = 0;
  while (at + 2 <= content.length) {
    const first = content[at + 1] ?? 0;
    const extra = first < 0x80 ? 0 : first & 0x7f;
    const start = at + 2 + extra;
    if (start > content.length || extra > 2) break;
    const length = extra === 0 ? first : content.readUIntBE(at + 2, extra);
    found.push({ tag: content[at] ?? 0, content: content.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}
