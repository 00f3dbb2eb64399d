import { AppError } from '../../../core/errors';
import type { Claims } from '../../../db/claims';
import type { EventRow } from '../../../db/queries/events';

/** Who may publish into a show: its team, and the host by the host link. */
export function mustHost(actor: Claims, event: Pick<EventRow, 'kind'>): void {
  const may = actor.kind === 'member' || (actor.kind === 'crew' && actor.role === 'host');
  if (!may)
    throw new AppError('forbidden', 'Only the host may do this. Ask the organiser for the host link.');
  if (event.kind === 'show') return;
  throw new AppError('conflict', 'This event is a match and has no host. Its cameras join with a code.');
}
