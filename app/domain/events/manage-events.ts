import type { EncodingChoice } from '../../../contract/encoding';
import type { EventCommand } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import { readEventSettings } from '../../../core/event-settings';
import { afterCommand } from '../../../core/event-status';
import { roomsOf } from '../../../core/rooms';
import { type Claims, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import {
  deleteEventRow,
  endStream,
  type EventRow,
  findEvent,
  insertStream,
  listEventRows,
  setEventStatus,
  updateEventRow,
} from '../../../db/queries/events';
import { writeLog } from '../../../db/queries/logs';
import { raiseSeq } from '../../../db/queries/switching';
import type { Services } from '../../services';
import { eventBySlug, lockedEventIn } from '../access/find';
import { actorName, mustDirect, mustOwn } from '../access/rights';
import { change, commitCommand } from '../change';
import { tryReconcileShow } from '../shows/show-on-air';
import { noteDeletion, removeFiles } from './deleted-files';
import { eventAnswer, type EventAnswer } from './event-answer';
import { readFilmingAccess } from './join-codes';

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
  const { fallbackOrder, autoReturn, encoding, ...columns } = patch;
  const wanted = Object.entries({ fallbackOrder, autoReturn, encoding }).filter(
    ([, value]) => value !== undefined,
  );
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
  const event = await commitCommand(services, actor, async (tx) => {
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
