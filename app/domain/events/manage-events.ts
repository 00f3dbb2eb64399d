import type { EncodingChoice } from '../../../contract/encoding';
import type { CellFallback, EventCommand, NewEventStatus } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import { readEventSettings } from '../../../core/event-settings';
import { afterCommand } from '../../../core/event-status';
import { roomsOf } from '../../../core/rooms';
import { isFreeSlug, numberedSlug, proposeSlug } from '../../../core/slug';
import { type Claims, withClaims } from '../../../db/claims';
import { commit } from '../../../db/commit';
import type { Tx } from '../../../db/connect';
import {
  deleteEventRow,
  endStream,
  type EventRow,
  findEvent,
  insertEvent,
  insertStream,
  listEventRows,
  type NewEvent,
  setEventStatus,
  updateEventRow,
} from '../../../db/queries/events';
import { writeLog } from '../../../db/queries/logs';
import { raiseSeq } from '../../../db/queries/switching';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { actorName, eventBySlug, lockedEventIn, mustDirect, mustOwn } from '../access';
import { change, commitCommand } from '../change';
import { writeLink } from '../crew/crew-links';
import { prefillDestinations } from '../destinations/destination-input';
import { takeLimit } from '../limits';
import { tryReconcileShow } from '../shows/show-on-air';
import { noteDeletion, removeFiles } from './deleted-files';
import { eventAnswer, type EventAnswer } from './event-answer';
import { readFilmingAccess, writeFilmingAccess } from './join-codes';

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

type Db = Pick<Services, 'sql' | 'secrets'>;

export interface EventPatch {
  title?: string;
  visibility?: EventRow['visibility'];
  admission?: EventRow['admission'];
  startsAt?: Date | null;
  embedOrigins?: string[];
  recordingPublic?: boolean;
  fallbackOrder?: string[];
  autoReturn?: boolean;
  pictureFailover?: boolean;
  cellFallback?: CellFallback;
  encoding?: EncodingChoice;
}

/** The event with its codes or its host link, for its team. */
export async function describeEvent(
  services: Db,
  actor: Claims,
  slug: string,
  origin: string,
): Promise<EventAnswer> {
  const event = await eventBySlug(services, actor, slug);
  const access = await withClaims(services.sql, actor, (tx) =>
    readFilmingAccess(tx, services.secrets, event),
  );
  return eventAnswer(event, access, origin);
}

/** The events of the actor's teams, newest first. */
export async function listEvents(services: Db, actor: Claims, origin: string): Promise<EventAnswer[]> {
  if (actor.kind !== 'member') return [];
  return withClaims(services.sql, actor, async (tx) => {
    const answers: EventAnswer[] = [];
    for (const event of await listEventRows(tx, actor.teams)) {
      answers.push(eventAnswer(event, await readFilmingAccess(tx, services.secrets, event), origin));
    }
    return answers;
  });
}

export async function updateEvent(
  services: Db & Pick<Services, 'doorbell'>,
  actor: Claims,
  slug: string,
  patch: EventPatch,
  origin: string,
): Promise<EventAnswer> {
  const event = await eventBySlug(services, actor, slug);
  mustOwn(actor);
  const { fallbackOrder, autoReturn, pictureFailover, cellFallback, encoding, ...columns } = patch;
  const wanted = Object.entries({
    fallbackOrder,
    autoReturn,
    pictureFailover,
    cellFallback,
    encoding,
  }).filter(([, value]) => value !== undefined);
  const { value } = await change(services, actor, event.id, ['event'], async (tx) => {
    const now = await findEvent(tx, event.id);
    if (encoding && now?.status === 'live') {
      throw new AppError('conflict', 'The picture size cannot be changed while the event is on the air.');
    }
    const settings = { ...readEventSettings(now?.settings), ...Object.fromEntries(wanted) };
    await updateEventRow(tx, event.id, wanted.length > 0 ? { ...columns, settings } : columns);
    const changed = await findEvent(tx, event.id);
    return { event: changed ?? event, access: await readFilmingAccess(tx, services.secrets, event) };
  });
  return eventAnswer(value.event, value.access, origin);
}

/**
 * Deletes an event with everything in it, including the files of its recordings, and closes its rooms.
 *
 * @throws AppError conflict while it is on the air
 */
export async function deleteEvent(
  services: Pick<Services, 'sql' | 'env' | 'livekit' | 'log'>,
  actor: Claims,
  slug: string,
): Promise<void> {
  const event = await withClaims(services.sql, actor, async (tx) => {
    const row = await lockedEventIn(tx, slug);
    mustOwn(actor);
    if (row.status !== 'live') await noteDeletion(services, row.id);
    if (row.status === 'live' || !(await deleteEventRow(tx, row.id))) {
      throw new AppError('conflict', 'The event is on the air. End it before you delete it.');
    }
    return row;
  });
  await removeFiles(services, event.id);
  for (const room of new Set(Object.values(roomsOf(event.slug, event.kind)))) {
    await services.livekit.closeRoom(room).catch((err: unknown) => {
      services.log.warn(
        { err, room },
        'A room of a deleted event was not closed; it closes when the last one leaves.',
      );
    });
  }
}

type CommandServices = Pick<Services, 'sql' | 'commandSql' | 'doorbell' | 'livekit' | 'log'>;

/** Goes on the air: the engine starts destinations and recording. Idempotent. */
export const startEvent = (services: CommandServices, actor: Claims, slug: string) =>
  command(services, actor, slug, 'start');
/** Ends the event. Idempotent. */
export const stopEvent = (services: CommandServices, actor: Claims, slug: string) =>
  command(services, actor, slug, 'stop');
export const publishEvent = (services: CommandServices, actor: Claims, slug: string) =>
  command(services, actor, slug, 'publish');
export const reopenEvent = (services: CommandServices, actor: Claims, slug: string) =>
  command(services, actor, slug, 'reopen');

/** Directors start and end an event; only owners publish or reopen it. */
const RIGHT: Record<EventCommand, (actor: Claims) => void> = {
  start: mustDirect,
  stop: mustDirect,
  publish: mustOwn,
  reopen: mustOwn,
};

const DONE: Record<EventCommand, string> = {
  start: 'went on the air',
  stop: 'ended the event',
  publish: 'published the event',
  reopen: 'reopened the event',
};

async function command(
  services: CommandServices,
  actor: Claims,
  slug: string,
  what: EventCommand,
): Promise<void> {
  const event = await commitCommand(services, actor, slug, async (tx) => {
    const event = await lockedEventIn(tx, slug);
    RIGHT[what](actor);
    const outcome = afterCommand(event.status, what, event.kind);
    if (outcome === 'same') return null;
    if ('refused' in outcome) throw new AppError('conflict', outcome.refused);
    await setEventStatus(tx, event.id, outcome.to, await streamAfter(tx, event, what));
    await writeLog(tx, event.id, { kind: what, text: `${actorName(actor)} ${DONE[what]}.` });
    await raiseSeq(tx, event.id, ['event', 'destinations', 'outputs', 'log']);
    return event;
  });
  // A host who still publishes is removed from the room.
  if (what === 'stop' && event?.kind === 'show') await tryReconcileShow(services, event.slug);
}

/** Each run is a row of `streams`; an ended event keeps its last one. */
async function streamAfter(tx: Tx, event: EventRow, what: EventCommand): Promise<string | null> {
  if (what === 'start') return insertStream(tx, event.id);
  if (what === 'stop' && event.streamId) await endStream(tx, event.streamId);
  return what === 'reopen' ? null : event.streamId;
}
