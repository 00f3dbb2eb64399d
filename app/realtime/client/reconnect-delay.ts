/**
 * How tries to come back are spread. The first wait is up to `firstMs`, each later one up to twice the one
 * before, none over `capMs`.
 */
export interface ReconnectPolicy {
  firstMs: number;
  capMs: number;
  /** The shortest wait as a share of the longest. */
  least: number;
}

/**
 * A web process is back within a second of its death, so the first tries are quick; nobody waits longer than
 * five seconds (F1).
 */
const ANYBODY: ReconnectPolicy = { firstMs: 500, capMs: 5_000, least: 0.3 };
/** They are few, and a match waits for them. */
export const CREW: ReconnectPolicy = { ...ANYBODY, capMs: 2_000 };
/**
 * A thousand viewers may lose their web process in the same moment. Their picture does not come by it, so
 * they come back one after the other, and cuts do not wait for them (F25).
 */
export const AUDIENCE: ReconnectPolicy = { firstMs: 4_000, capMs: 5_000, least: 0 };

/** How long to wait before try number `tries` (0 is the first), ms. */
export function retryDelayMs(
  tries: number,
  { firstMs, capMs, least }: ReconnectPolicy = ANYBODY,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(capMs, firstMs * 2 ** Math.min(tries, 10));
  return Math.round(ceiling * (least + (1 - least) * random()));
}
