import { lanAddresses } from '../app/config/origins';
import { lanAddress } from './lan';

const EVERY_MS = 10_000;

/**
 * Tells when the address that phones send their pictures to is gone and there is another one: the laptop
 * moved to another network, and LiveKit must name the new address. An outage alone (no address at all) is
 * waited for.
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
  }, EVERY_MS).unref();
}
