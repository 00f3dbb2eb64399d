import { lookup } from 'node:dns/promises';
import {
  type AddressCheck,
  classifyIp,
  type IngestAddress,
  isIp,
  isLocalName,
  parseIngestAddress,
} from '../core/address';
import { withTimeout } from '../core/time/with-timeout';

/** A checked address with the IP addresses it may be connected to and no others (against DNS rebinding). */
export interface PinnedAddress extends IngestAddress {
  ips: string[];
}

export type DestinationCheck =
  | { ok: true; value: PinnedAddress }
  | { ok: false; reason: 'form' | 'private' | 'unresolved'; message: string };

export interface DestinationCheckOptions {
  allowPrivate: boolean;
  /** All A and AAAA records of a name; the system's resolver by default. */
  resolve?: (host: string) => Promise<string[]>;
}

const RESOLVE_TIMEOUT_MS = 3_000;
const PRIVATE =
  'This address lies in a private network. If the server is your own, set ALLOW_PRIVATE_DESTINATIONS=true and restart.';

/**
 * Whether the program may be sent to an ingest address (safety T13): its form, then every address its name
 * resolves to. Checked when a destination is saved, and by the engine before each connect, which then
 * connects to `ips` only.
 * @param address without the key, such as `rtmps://a.rtmps.youtube.com/live2`
 */
export async function checkDestinationAddress(
  address: string,
  options: DestinationCheckOptions,
): Promise<DestinationCheck> {
  const form = checkDestinationForm(address, options);
  if (!form.ok) return form;
  const { host } = form.value;
  if (isIp(host)) return { ok: true, value: { ...form.value, ips: [host] } };
  const ips = await withTimeout(
    RESOLVE_TIMEOUT_MS,
    (options.resolve ?? resolveAll)(host),
    'resolving the name',
  ).catch((): string[] => []);
  if (ips.length === 0) {
    return {
      ok: false,
      reason: 'unresolved',
      message: `The name ${host} is not known. Check its spelling and the connection to the internet.`,
    };
  }
  if (!options.allowPrivate && ips.some((ip) => classifyIp(ip) === 'private')) {
    return { ok: false, reason: 'private', message: PRIVATE };
  }
  return { ok: true, value: { ...form.value, ips } };
}

/** The part that needs no network: the form, literal IP addresses, names that never leave a network. */
export function checkDestinationForm(
  address: string,
  { allowPrivate }: Pick<DestinationCheckOptions, 'allowPrivate'>,
): { ok: true; value: IngestAddress } | { ok: false; reason: 'form' | 'private'; message: string } {
  const parsed: AddressCheck<IngestAddress> = parseIngestAddress(address, { allowPrivate });
  if (!parsed.ok) return { ok: false, reason: 'form', message: parsed.message };
  const { host } = parsed.value;
  const near = isIp(host) ? classifyIp(host) === 'private' : isLocalName(host);
  if (near && !allowPrivate) return { ok: false, reason: 'private', message: PRIVATE };
  return { ok: true, value: parsed.value };
}

/**
 * The addresses of a name, if all of them are public; else none. For platform APIs, which no setting makes
 * private.
 */
export async function publicAddressesOf(
  host: string,
  resolve: (host: string) => Promise<string[]> = resolveAll,
): Promise<string[]> {
  if (isIp(host) || isLocalName(host)) return [];
  const ips = await withTimeout(RESOLVE_TIMEOUT_MS, resolve(host), 'resolving the name').catch(() => []);
  return ips.every((ip) => classifyIp(ip) === 'public') ? ips : [];
}

async function resolveAll(host: string): Promise<string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}
