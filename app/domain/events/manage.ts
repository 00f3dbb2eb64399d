import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EncodingChoice } from '../../../contract/encoding';
import { AppError } from '../../../core/errors';
import { readEventSettings } from '../../../core/event-settings';
import { HLS_FOLDER } from '../../../core/hls-files';
import { roomsOf } from '../../../core/rooms';
import { type Claims, withClaims } from '../../../db/claims';
import {
  deleteEventRow,
  type EventRow,
  findEvent,
  listEventRows,
  updateEventRow,
} from '../../../db/queries/events';
import type { Services } from '../../services';
import { change } from '../change';
import { eventAnswer, type EventAnswer } from './answer';
import { eventBySlug, lockedEventIn } from '../access/find';
import { mustOwn } from '../access/rights';
import { readWays } from './ways';

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

/** The event as the API tells it, with its codes or its host link. For its team. */
export async function describeEvent(
  services: Db,
  actor: Claims,
  slug: string,
  origin: string,
): Promise<EventAnswer> {
  const event = await eventBySlug(services, actor, slug);
  const ways = await withClaims(services.sql, actor, (tx) => readWays(tx, services.secrets, event));
  return eventAnswer(event, ways, origin);
}

/** Every event of the actor's teams, newest first. */
export async function listEvents(services: Db, actor: Claims, origin: string): Promise<EventAnswer[]> {
  if (actor.kind !== 'member') return [];
  return withClaims(services.sql, actor, async (tx) => {
    const answers: EventAnswer[] = [];
    for (const event of await listEventRows(tx, actor.teams)) {
      answers.push(eventAnswer(event, await readWays(tx, services.secrets, event), origin));
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
    return { event: changed ?? event, ways: await readWays(tx, services.secrets, event) };
  });
  return eventAnswer(value.event, value.ways, origin);
}

/**
 * Deletes an event with everything that belongs to it, its recordings' files too, and closes its rooms.
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
    if (row.status === 'live' || !(await deleteEventRow(tx, row.id))) {
      throw new AppError('conflict', 'The event is on the air. End it before you delete it.');
    }
    return row;
  });
  for (const folder of ['recordings', HLS_FOLDER])
    await rm(join(services.env.dataDir, folder, event.id), { recursive: true, force: true });
  for (const room of new Set(Object.values(roomsOf(event.slug, event.kind)))) {
    await services.livekit.closeRoom(room).catch((err: unknown) => {
      services.log.warn(
        { err, room },
        'A room of a deleted event was not closed; it closes when the last one leaves.',
      );
    });
  }
}
