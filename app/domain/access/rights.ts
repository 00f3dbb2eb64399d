import type { CrewRole } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import type { Claims } from '../../../db/claims';

/** The crew roles with each right, besides the event's team, and the error for everyone else. */
const RIGHTS = {
  /** Settings, keys, links and codes. */
  owner: {
    roles: [],
    refusal: 'Only the owner of the event may do this. Sign in with an account of its team.',
  },
  /** Runs the show. */
  director: {
    roles: ['director'],
    refusal: 'Only a director may do this. Ask the organiser for a director link.',
  },
  /** Publishes into a show. */
  host: { roles: ['host'], refusal: 'Only the host may do this. Ask the organiser for the host link.' },
  /** Looks after the chat. */
  moderator: {
    roles: ['director', 'moderator', 'host'],
    refusal: 'Only a moderator may do this. Ask the organiser for a moderator link.',
  },
  /** Keeps the score. */
  scorer: {
    roles: ['director', 'scorer'],
    refusal: 'Only a scorer may do this. Ask the organiser for a scorer link.',
  },
} satisfies Record<string, { roles: CrewRole[]; refusal: string }>;

export type Right = keyof typeof RIGHTS;

/** @throws AppError forbidden */
export function mustHave(right: Right, actor: Claims): void {
  const { roles, refusal }: { roles: readonly CrewRole[]; refusal: string } = RIGHTS[right];
  if (actor.kind === 'member' || (actor.kind === 'crew' && roles.includes(actor.role))) return;
  throw new AppError('forbidden', refusal);
}

export const mustOwn = (actor: Claims) => mustHave('owner', actor);
export const mustDirect = (actor: Claims) => mustHave('director', actor);
export const mustModerate = (actor: Claims) => mustHave('moderator', actor);
export const mustScore = (actor: Claims) => mustHave('scorer', actor);

/** The name of an actor in logs. */
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
