import type { Tx } from '../../../db/connect';
import { countViewers, type ViewerCount } from '../../../db/queries/presence';
import { LIMITS } from '../../config/limits';

/** How many watch each event on our own pages and embeds. */
export function ownViewers(tx: Tx, eventIds: readonly string[]): Promise<Map<string, ViewerCount>> {
  return countViewers(tx, eventIds, LIMITS.viewersPerAddress);
}

/** The same as one number for each event. */
export async function totalViewers(tx: Tx, eventIds: readonly string[]): Promise<Map<string, number>> {
  const counts = await ownViewers(tx, eventIds);
  return new Map([...counts].map(([eventId, { page, embed }]) => [eventId, page + embed]));
}
