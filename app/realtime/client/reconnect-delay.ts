// Stands alone: what spreads the browsers' tries to come back is one thing, and their tests hold it.
import type { Backoff } from '../../../core/time/backoff';

/**
 * A web process is back within a second of its death, so the first tries are quick; nobody waits longer than
 * five seconds (F1).
 */
export const ANYBODY: Backoff = { firstMs: 500, capMs: 5_000, least: 0.3 };
/** They are few, and a match waits for them. */
export const CREW: Backoff = { ...ANYBODY, capMs: 2_000 };
/**
 * A thousand viewers may lose their web process in the same moment. Their picture does not come by it, so
 * they come back one after the other, and cuts do not wait for them (F25).
 */
export const AUDIENCE: Backoff = { firstMs: 4_000, capMs: 5_000, least: 0 };
