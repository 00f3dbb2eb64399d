import { SLUG_PATTERN } from '../../../core/rooms';
import { continueAs, purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import { type EventRow, findEventBySlug } from '../../../db/queries/events';
import type { Services } from '../../services';
import { memberOfToken } from '../accounts/api-token';
import { type Member, memberOfSession } from '../accounts/sign-in';
import { type Crew, crewOfSession } from '../crew/crew-links';

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
