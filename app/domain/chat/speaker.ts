import type { ChatBadge } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import type { Claims } from '../../../db/claims';
/** Who speaks: a viewer by a signed ticket, or one of the crew by their rights. */
export type Speaker =
  { kind: 'viewer'; eventId: string; viewer: string; ip: string } | { kind: 'crew'; actor: Claims };

/** The badge of an actor, decided here and nowhere else. @throws AppError forbidden for who is no crew */
export function badgeOf(actor: Claims): ChatBadge {
  if (actor.kind === 'member') return 'owner';
  if (actor.kind === 'crew') return actor.role;
  throw new AppError('forbidden', 'Only the crew writes here. Open the watch page to write as a viewer.');
}
