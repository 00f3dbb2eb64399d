import { bestInterface, isReal, type LanInterface, lanInterfaces } from '../app/config/lan';

const LOOK_EVERY_MS = 5_000;
/**
 * For so long a better address must have been there, and no other, before LiveKit moves: a move cuts every
 * camera, and a Wi-Fi that blinks is back within a quarter of a minute.
 */
const SETTLED_MS = 20_000;

/**
 * Determines when LiveKit has to announce another address than `current`, given the machine's addresses at
 * each look. It moves when its own address is gone for good and a real interface is there (the laptop changed
 * to another network), back when the interface that it left is there again and the QR code leads to it, and
 * from a bridge or VPN to a real interface when one appears. It never moves to a bridge or VPN: while a real
 * interface is away, and without any network, it waits.
 * @returns a function that gives the address to move to, or null
 */
export function createLanWatch(
  current: string,
): (interfaces: readonly LanInterface[], nowMs: number) => string | null {
  /** The interface of the current address, as last seen; null before the first look and without a network. */
  let own: LanInterface | null = null;
  let candidate: { address: string; sinceMs: number } | null = null;
  /** Name of the interface that it had to leave for another real one. */
  let left: string | null = null;
  return (interfaces, nowMs) => {
    const present = interfaces.find(({ address }) => address === current);
    own = present ?? own;
    const best = bestInterface(interfaces);
    const stays = present !== undefined && isReal(present) && best?.name !== left;
    if (!best || !isReal(best) || stays) {
      candidate = null;
      return null;
    }
    if (candidate?.address !== best.address) candidate = { address: best.address, sinceMs: nowMs };
    // Nothing is lost where no address was, and an interface that has another one does not come back.
    const atOnce = own === null || (!present && own.name === best.name);
    if (!atOnce && nowMs - candidate.sinceMs < SETTLED_MS) return null;
    left = !present && own && isReal(own) && own.name !== best.name ? (left ?? own.name) : null;
    [current, own, candidate] = [best.address, best, null];
    return current;
  };
}

/** Calls `moved` when LiveKit has to announce another address than `current`. */
export function watchLanAddress(current: string, moved: (to: string) => void): void {
  const watch = createLanWatch(current);
  const look = () => {
    const next = watch(lanInterfaces(), performance.now());
    if (next !== null) moved(next);
  };
  look();
  setInterval(look, LOOK_EVERY_MS).unref();
}
