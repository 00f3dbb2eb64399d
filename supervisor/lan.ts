import { lanAddresses } from '../app/config/origins';

const PRIVATE = /^(192\.168\.|10\.|172\.(1[6-9]|2\d|3[01])\.)/;
/** Docker's and libvirt's bridges: private addresses that no phone reaches. */
const BRIDGES = /^(172\.1[78]\.0\.1|192\.168\.122\.1)$/;

/** The address by which a phone on the same network reaches this machine, or null without a network. */
export function lanAddress(chosen: string | null, addresses: string[] = lanAddresses()): string | null {
  if (chosen) return chosen;
  const rank = (address: string) => (BRIDGES.test(address) ? 2 : PRIVATE.test(address) ? 0 : 1);
  return [...addresses].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}
