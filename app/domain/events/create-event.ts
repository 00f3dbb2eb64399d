import type { NewEventStatus } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import { isFreeSlug, numberedSlug, proposeSlug } from '../../../core/slug';
import type { Claims } from '../../../db/claims';
import { commit } from '../../../db/commit';
import type { Tx } from '../../../db/connect';
import { type EventRow, findEvent, insertEvent, type NewEvent } from '../../../db/queries/events';
import { writeLog } from '../../../db/queries/logs';
import { raiseSeq } from '../../../db/queries/switching';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { actorName, mustOwn } from '../access/rights';
import { writeLink } from '../crew/crew-links';
import { prefillDestinations } from '../destinations/destination-input';
import { takeLimit } from '../limits';
import { eventAnswer, type EventAnswer } from './event-answer';
import { writeFilmingAccess } from './join-codes';

export interface CreateEvent {
  title: string;
  slug?: string;
  kind?: EventRow['kind'];
  /** Of a show. */
  hostName?: string;
  visibility?: EventRow['visibility'];
  admission?: EventRow['admission'];
  status?: NewEventStatus;
  startsAt?: Date | null;
}

/** Numbers tried after a proposed slug before a person has to choose. */
const SLUG_TRIES = 200;

/**
 * Makes an event. A match comes with its join codes, a director's link (shown only here) and the destinations
 * of the settings; a show with its host's link, and without destinations: one would start an engine for it.
 *
 * @throws AppError conflict when the requested slug is taken
 */
export async function createEvent(
  services: Pick<Services, 'sql' | 'doorbell' | 'secrets' | 'env' | 'log'>,
  actor: Claims,
  input: CreateEvent,
  origin: string,
): Promise<EventAnswer> {
  mustOwn(actor);
  const teamId = actor.kind === 'member' ? actor.teams[0] : undefined;
  if (!teamId) throw new AppError('forbidden', 'Your account belongs to no team.');
  await takeLimit(services, `team:${teamId}`, LIMITS.eventsPerHour);
  const made = await commit(services, actor, async (tx) => {
    const event = await insertWithSlug(tx, input, teamId);
    const access = await writeFilmingAccess(tx, services.secrets, event, input.hostName);
    const link = event.kind === 'match' ? await equipMatch(tx, services, event) : null;
    await writeLog(tx, event.id, { kind: 'event', text: `${actorName(actor)} created the event.` });
    await raiseSeq(tx, event.id, ['event', 'destinations', 'log']);
    return { event: (await findEvent(tx, event.id)) ?? event, access, link };
  });
  const answer = eventAnswer(made.event, made.access, origin);
  return made.link ? { ...answer, directorUrl: origin + made.link.path } : answer;
}

/** What only a match has: a director's link and destinations. */
async function equipMatch(tx: Tx, services: Pick<Services, 'secrets' | 'env' | 'log'>, event: EventRow) {
  await prefillDestinations(tx, services, event.id);
  return writeLink(tx, services.secrets, event, { role: 'director' });
}

async function insertWithSlug(tx: Tx, input: CreateEvent, teamId: string): Promise<EventRow> {
  const event: Omit<NewEvent, 'slug'> = {
    teamId,
    title: input.title,
    kind: input.kind ?? 'match',
    visibility: input.visibility ?? 'public',
    admission: input.admission ?? 'manual',
    status: input.status ?? 'ready',
    startsAt: input.startsAt ?? null,
  };
  if (input.slug !== undefined) {
    const row = isFreeSlug(input.slug) ? await insertEvent(tx, { ...event, slug: input.slug }) : null;
    if (row) return row;
    throw new AppError('conflict', `The address "${input.slug}" is taken. Choose another one.`, {
      details: { field: 'slug' },
    });
  }
  const proposal = proposeSlug(input.title);
  for (let attempt = 1; attempt <= SLUG_TRIES; attempt++) {
    const row = await insertEvent(tx, { ...event, slug: numberedSlug(proposal, attempt) });
    if (row) return row;
  }
  throw new AppError('conflict', 'Many events have this title. Choose an address for this one.', {
    details: { field: 'slug' },
  });
}
