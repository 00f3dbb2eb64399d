import { type Claims, withClaims } from '../../../db/claims';
import type { CrewState } from '../../../contract/messages';
import type { Services } from '../../services';
import { noSuchEvent } from '../access/find';
import { readState } from '../../../db/queries/state';
import { crewSlices, crewState as fill } from './slices';

/** What the crew sees of an event, with the seq it belongs to. 404 for whoever may not see it. */
export async function crewState(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  eventId: string,
): Promise<{ seq: number; state: CrewState }> {
  const row = await withClaims(services.sql, actor, (tx) => readState(tx, { id: eventId }, null));
  if (!row || (actor.kind !== 'member' && actor.kind !== 'crew')) throw noSuchEvent();
  return { seq: row.seq, state: fill(crewSlices(row)) };
}
