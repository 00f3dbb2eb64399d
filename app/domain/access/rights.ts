import type { CrewRole } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import type { Claims } from '../../../db/claims';

/** Who may change what belongs to the event's owner: its settings, keys, links and codes. */
export function mustOwn(actor: Claims): void {
  if (actor.kind === 'member') return;
  throw new AppError(
    'forbidden',
    'Only the owner of the event may do this. Sign in with an account of its team.',
  );
}

/** Who may run the show: the team, and directors by their link. */
export function mustDirect(actor: Claims): void {
  if (actor.kind === 'member' || (actor.kind === 'crew' && actor.role === 'director')) return;
  throw new AppError('forbidden', 'Only a director may do this. Ask the organiser for a director link.');
}

const MODERATES: readonly CrewRole[] = ['director', 'moderator', 'host'];

/** Who may look after the chat: the team, directors and moderators, and the host of a show. */
export function mustModerate(actor: Claims): void {
  if (actor.kind === 'member' || (actor.kind === 'crew' && MODERATES.includes(actor.role))) return;
  throw new AppError('forbidden', 'Only a moderator may do this. Ask the organiser for a moderator link.');
}

/** How an actor is called in the logs. */
export function actorName(actor: Claims): string {
  switch (actor.kind) {
    case 'member':
    case 'crew':
      return actor.name;
    case 'engine':
      return 'Engine';
    case 'camera':
    case 'joining':
      return 'Phone';
    case 'viewer':
      return 'Viewer';
    case 'rotation':
    case 'purpose':
      return 'Touchline';
  }
}
