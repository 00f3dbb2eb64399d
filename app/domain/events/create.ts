import { AppError } from '../../../core/errors';
import { isFreeSlug, numberedSlug, proposeSlug } from '../../../core/slug';
import { type Claims, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import { bumpEvent, type EventRow, findEvent, insertEvent, type NewEvent } from '../../../db/queries/events';
import { writeLog } from '../../../db/queries/logs';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { writeLink } from '../crew/links';
import { prefillDestinations } from '../destinations/prefill';
import { takeLimit } from '../limits';
import { eventAnswer, type EventAnswer } from './answer';
import { writeCodes } from './codes';
import { actorName, mustOwn } from './rights';

export interface CreateEvent {
  title: string;
  slug?: string;
  kind?: EventRow['kind'];
  visibility?: EventRow['visibility'];
  admission?: EventRow['admission'];
  status?: 'draft' | 'ready';
  startsAt?: Date | null;
}

/** How many numbers are tried behind a proposed slug before a person has to choose. */
const SLUG_TRIES = 200;

/**
 * Makes an event with its join codes, a director's link (told here only) and the destinations that the settings prefill.
 *
 * @throws AppError conflict when the wished slug is taken
 */
export async function createEvent(
  services: Pick<Services, 'sql' | 'bell' | 'secrets' | 'env' | 'log'>,
  actor: Claims,
  input: CreateEvent,
  origin: string,
): Promise<EventAnswer> {
  mustOwn(actor);
  const teamId = actor.kind === 'member' ? actor.teams[0] : undefined;
  if (!teamId) throw new AppError('forbidden', 'Your account belongs to no team.');
  await takeLimit(services, `team:${teamId}`, LIMITS.eventsPerHour);
  const made = await withClaims(services.sql, actor, async (tx) => {
    const event = await insertWithSlug(tx, input, teamId);
    const codes = await writeCodes(tx, services.secrets, event.id);
    const link = await writeLink(tx, event.id, { role: 'director' });
    await prefillDestinations(tx, services, event.id);
    await writeLog(tx, event.id, { kind: 'event', text: `${actorName(actor)} created the event.` });
    await bumpEvent(tx, event.id, ['event', 'destinations', 'log']);
    return { event: (await findEvent(tx, event.id)) ?? event, codes, link };
  });
  services.bell.ring(made.event.id, made.event.seq);
  return { ...eventAnswer(made.event, made.codes, origin), directorUrl: origin + made.link.path };
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
