import { withClaims } from '../../../db/claims';
import type { PublicState } from '../../../contract/messages';
import type { Services } from '../../services';
import { noSuchEvent } from '../access/find';
import { readPlayers } from '../destinations/player';
import { publicWith } from './project';
import { readState } from '../../../db/queries/state';
import { crewSlices } from './slices';

/**
 * What anybody may see of an event. 404 while it is a draft: row level security hides drafts from viewers.
 */
export async function publicState(
  services: Pick<Services, 'sql'>,
  eventId: string,
): Promise<{ seq: number; state: PublicState }> {
  const row = await withClaims(services.sql, { kind: 'viewer' }, (tx) =>
    readState(tx, { id: eventId }, null),
  );
  if (!row) throw noSuchEvent();
  // After the row: players that are newer than its seq are told once more; older ones would never be
  // corrected.
  const players = await readPlayers(services, eventId);
  const { event, score = null } = crewSlices(row);
  return { seq: row.seq, state: publicWith(event, players, score) };
}
