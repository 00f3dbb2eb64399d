import { lanAddresses } from '../app/config/origins';

const PRIVATE = /^(192\.168\.|10\.|172\.(1[6-9]|2\d|3[01])\.)/;
/** Bridges of Docker and libvirt: private addresses that no phone reaches. */
const BRIDGES = /^(172\.1[78]\.0\.1|192\.168\.122\.1)$/;

/** The address by which a phone on the same network reaches this machine, or null without a network. */
export function lanAddress(chosen: string | null, addresses: string[] = lanAddresses()): string | null {
  if (chosen) return chosen;
  const rank = (address: string) => (BRIDGES.test(address) ? 2 : PRIVATE.test(address) ? 0 : 1);
  return [...addresses].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

const LOOK_EVERY_MS = 10_000;

/**
 * Reports when the address that phones send media to is gone and there is another one: the laptop moved to
 * another network, and LiveKit must announce the new address. An outage alone (no address at all) is waited
 * for.
 */
export function watchLanAddress(
  current: () => string,
  moved: (to: string) => void,
  addresses = lanAddresses,
): void {
  setInterval(() => {
    const now = addresses();
    const next = lanAddress(null, now);
    if (next && !now.includes(current()) && next !== current()) moved(next);
  }, LOOK_EVERY_MS).unref();
}
