import type { CrewRole } from '../../contract/vocabulary';
import { AppError } from '../../core/errors';
import { SLUG_PATTERN } from '../../core/rooms';
import { type Claims, continueAs, purpose, withClaims } from '../../db/claims';
import type { Tx } from '../../db/connect';
import { type EventRow, findEventBySlug, lockEventBySlug } from '../../db/queries/events';
import type { Services } from '../services';
import { memberOfToken } from './accounts/api-token';
import { type Member, memberOfSession } from './accounts/sign-in';
import { type Crew, crewOfSession } from './crew/crew-links';

/** The same for an event that does not exist and one the actor may not see (T18). */
export function noSuchEvent(): AppError {
  return new AppError('not_found', 'There is no such event.');
}

/** @throws AppError not_found when there is none, or the actor may not see it */
export async function eventBySlug(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
): Promise<EventRow> {
  if (!SLUG_PATTERN.test(slug)) throw noSuchEvent();
  return withClaims(services.sql, actor, (tx) => eventIn(tx, slug));
}

/** The event within a transaction. */
export async function eventIn(tx: Tx, slug: string): Promise<EventRow> {
  const row = SLUG_PATTERN.test(slug) ? await findEventBySlug(tx, slug) : null;
  if (!row) throw noSuchEvent();
  return row;
}

/** The event, locked until the transaction ends. */
export async function lockedEventIn(tx: Tx, slug: string): Promise<EventRow> {
  const row = SLUG_PATTERN.test(slug) ? await lockEventBySlug(tx, slug) : null;
  if (!row) throw noSuchEvent();
  return row;
}

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
  /** Looks after graphics and sound, and sees what a director sees. */
  assistant: {
    roles: ['director', 'assistant'],
    refusal: 'Only a director or an assistant may do this. Ask the organiser for such a link.',
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

export function has(right: Right, actor: Claims): boolean {
  const { roles }: { roles: readonly CrewRole[] } = RIGHTS[right];
  return actor.kind === 'member' || (actor.kind === 'crew' && roles.includes(actor.role));
}

/** @throws AppError forbidden */
export function mustHave(right: Right, actor: Claims): void {
  if (!has(right, actor)) throw new AppError('forbidden', RIGHTS[right].refusal);
}

export const mustOwn = (actor: Claims) => mustHave('owner', actor);
export const mustDirect = (actor: Claims) => mustHave('director', actor);
export const mustAssist = (actor: Claims) => mustHave('assistant', actor);
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

/** The credentials of a request. */
export interface Credentials {
  /** '' for an Authorization header that is not a bearer token. */
  bearer: string | null;
  /** Cookies' values. */
  session: string | null;
  crew: string | null;
}

/** The actor, and the requested event if they may see it. */
export interface Authority {
  actor: Member | Crew | null;
  event: EventRow | null;
}

const NOBODY: Authority = { actor: null, event: null };

/**
 * Finds the actor of a request in one transaction: from the bearer token, in which case cookies are ignored;
 * else from the session, else from the event's crew cookie. A member of another team is returned without
 * `event`.
 */
export async function findAuthority(
  services: Pick<Services, 'sql'>,
  { bearer, session, crew }: Credentials,
  slug?: string,
): Promise<Authority> {
  if (bearer !== null) {
    if (bearer === '') return NOBODY;
    return withClaims(services.sql, purpose('api_token'), async (tx) => {
      const actor = await memberOfToken(tx, bearer);
      return actor ? { actor, event: await eventAs(tx, actor, slug) } : NOBODY;
    });
  }
  if (session === null && (crew === null || slug === undefined)) return NOBODY;
  return withClaims(services.sql, purpose('session'), async (tx) => {
    const member = session === null ? null : await memberOfSession(tx, session);
    const event = member && (await eventAs(tx, member, slug));
    if (event || crew === null || slug === undefined) return { actor: member, event };
    const [, guest] = await Promise.all([continueAs(tx, purpose('crew_link')), crewOfSession(tx, crew)]);
    // This crew can only read its own event.
    const theirs = guest && (await eventAs(tx, guest, slug));
    return theirs ? { actor: guest, event: theirs } : { actor: member, event: null };
  });
}

async function eventAs(tx: Tx, actor: Member | Crew, slug: string | undefined): Promise<EventRow | null> {
  if (slug === undefined || !SLUG_PATTERN.test(slug)) return null;
  const [, event] = await Promise.all([continueAs(tx, actor), findEventBySlug(tx, slug)]);
  return event;
}
