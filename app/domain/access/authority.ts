import { SLUG_PATTERN } from '../../../core/rooms';
import { continueAs, purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import { type EventRow, findEventBySlug } from '../../../db/queries/events';
import type { Services } from '../../services';
import { type Member, memberOfSession, memberOfToken } from '../accounts';
import { type Crew, crewOfSession } from '../crew';

/** What a request shows of itself. */
export interface Credentials {
  /** '' for an Authorization header that is no bearer token. */
  bearer: string | null;
  /** Cookies' values. */
  session: string | null;
  crew: string | null;
}

/** Who asks, and the event that was asked for as far as they may see it. */
export interface Authority {
  actor: Member | Crew | null;
  event: EventRow | null;
}

const NOBODY: Authority = { actor: null, event: null };

/**
 * Who asks, in one transaction. A bearer token speaks for itself, and cookies beside it count for nothing;
 * else the session, else the crew cookie of the event. A member whose event it is not stays known: `actor`
 * without `event`.
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
    // As this crew only its own event is there to be found.
    const theirs = guest && (await eventAs(tx, guest, slug));
    return theirs ? { actor: guest, event: theirs } : { actor: member, event: null };
  });
}

async function eventAs(tx: Tx, actor: Member | Crew, slug: string | undefined): Promise<EventRow | null> {
  if (slug === undefined || !SLUG_PATTERN.test(slug)) return null;
  const [, event] = await Promise.all([continueAs(tx, actor), findEventBySlug(tx, slug)]);
  return event;
}
