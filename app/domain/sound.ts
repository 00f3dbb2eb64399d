import type { SoundSlice } from '../../contract/sound';
import { AppError } from '../../core/errors';
import { type SoundWish, soundSlice, StoredSound } from '../../core/sound';
import { type Claims, withClaims } from '../../db/claims';
import type { Tx } from '../../db/connect';
import {
  findSources,
  insertMove,
  type Mover,
  readSound,
  wasMoved,
  writeBus,
  writeSource,
} from '../../db/queries/sound';
import { raiseSeq } from '../../db/queries/switching';
import type { Services } from '../services';
import { actorName, eventIn, lockedEventIn, mustAssist, noSuchEvent } from './access';
import { commitCommand } from './change';

export type SoundAnswer = { seq: number } & SoundSlice;

type SoundServices = Pick<Services, 'commandSql' | 'doorbell'>;

/** The mixer, for the event's crew. @throws AppError not_found */
export async function eventSound(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
): Promise<SoundAnswer> {
  return withClaims(services.sql, actor, async (tx) => soundNow(tx, (await eventIn(tx, slug)).id));
}

/**
 * Moves the named controls and no others. Moves of several hands are serialized under the event's row lock:
 * the later one holds, and who made it is noted at each control. The same `requestId` moves once.
 *
 * @throws AppError bad_request for a source that is no camera of the event
 */
export function changeSound(
  services: SoundServices,
  actor: Claims,
  slug: string,
  { requestId, ...wish }: SoundWish & { requestId?: string | undefined },
): Promise<SoundAnswer> {
  return move(services, actor, slug, { requestId, data: wish }, async (tx, mover) => {
    const { sources = {}, master, ...bus } = wish;
    await mustBeSources(tx, mover.eventId, Object.keys(sources));
    await writeBus(tx, mover, { ...bus, ...(master && { master }) });
    for (const [cameraId, change] of Object.entries(sources)) await writeSource(tx, mover, cameraId, change);
  });
}

/** Begins the measurement of loudness again. */
export function resetLoudness(
  services: SoundServices,
  actor: Claims,
  slug: string,
  { requestId }: { requestId?: string | undefined },
): Promise<SoundAnswer> {
  return move(services, actor, slug, { requestId, data: { loudness: 'reset' } }, (tx, mover) =>
    writeBus(tx, mover, { resets: true }),
  );
}

async function move(
  services: SoundServices,
  actor: Claims,
  slug: string,
  { requestId = null, data }: { requestId?: string | null | undefined; data: unknown },
  work: (tx: Tx, mover: Mover) => Promise<void>,
): Promise<SoundAnswer> {
  return commitCommand(services, actor, slug, async (tx) => {
    mustAssist(actor);
    const event = await lockedEventIn(tx, slug);
    if (requestId !== null && (await wasMoved(tx, event.id, requestId))) return soundNow(tx, event.id);
    const seq = await raiseSeq(tx, event.id, ['sound']);
    if (seq === null) throw noSuchEvent();
    const mover = { eventId: event.id, seq, actor: actorName(actor) };
    await work(tx, mover);
    await insertMove(tx, mover, requestId, data);
    return soundNow(tx, event.id);
  });
}

async function mustBeSources(tx: Tx, eventId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const known = await findSources(tx, eventId, ids);
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw new AppError(
    'bad_request',
    `This event has no camera ${unknown.join(', ')}. Name sources by the ids that GET …/sound lists.`,
    { details: { unknown } },
  );
}

async function soundNow(tx: Tx, eventId: string): Promise<SoundAnswer> {
  const row = await readSound(tx, eventId);
  if (!row) throw noSuchEvent();
  return { seq: row.seq, ...soundSlice(StoredSound.parse(row.sound)) };
}
