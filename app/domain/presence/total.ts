import type { Tx } from '../../../db/connect';
import { countViewers } from './viewers';

/** How many watch each event, for whoever asks outside a socket. */
export async function totalViewers(tx: Tx, eventIds: readonly string[]): Promise<Map<string, number>> {
  const counts = await countViewers(tx, eventIds);
  return new Map([...counts].map(([eventId, { page, embed }]) => [eventId, page + embed]));
}
