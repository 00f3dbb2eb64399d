import { AppError } from '../../../core/errors';
import type { Claims } from '../../../db/claims';
import type { EventRow } from '../../../db/queries/events';
import { mustHave } from '../access/rights';

/** Who may publish into a show: its team, and the host by the host link. */
export function mustHost(actor: Claims, event: Pick<EventRow, 'kind'>): void {
  mustHave('host', actor);
  if (event.kind === 'show') return;
  throw new AppError('conflict', 'This event is a match and has no host. Its cameras join with a code.');
}
