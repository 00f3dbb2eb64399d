import { roomsOf } from '../../../core/rooms';
import { purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import { pruneSessions } from '../../../db/queries/accounts';
import { pruneCrewSessions } from '../../../db/queries/crew';
import { openEvents, pruneUpdates } from '../../../db/queries/events';
import { busyShows } from '../../../db/queries/hosts';
import {
  forgetOldSessions,
  forgetOldWebhooks,
  type ParticipantRow,
  participantsOf,
} from '../../../db/queries/livekit';
import type { RoomParticipant } from '../../../livekit/tokens';
import type { Services } from '../../services';
import { sweepLimits } from '../limits';
import { reconcileShow } from '../shows/show-on-air';
import { CAMERA_IDENTITY, recordParticipant } from './participant';

type Db = Pick<Services, 'sql' | 'doorbell' | 'livekit' | 'log'>;

/**
 * Webhooks get lost: LiveKit drops them after 30 s. So its rooms are read (safety F30: converges within 15
 * s).
 */
const EVERY_MS = 10_000;

export interface Reconciler {
  close(): Promise<void>;
}

/**
 * Compares the rooms of open events with the tables every ten seconds, starting now: participants who should
 * not be there are removed, missed joins and leaves are recorded. Several processes may do so at once; each
 * step is idempotent.
 */
export function startReconciler(services: Db, everyMs: number = EVERY_MS): Reconciler {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async (): Promise<void> => {
    await reconcile(services).catch((err: unknown) => {
      if (!closed) services.log.warn({ err }, 'Rooms could not be compared; tried again in a moment.');
    });
    // Jitter: processes that started together should not run together.
    if (!closed) timer = setTimeout(next, everyMs * (0.9 + Math.random() * 0.2));
  };
  let running = round();
  function next(): void {
    running = round();
  }
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/**
 * One round. Each event, each show and each clean-up stands alone: one that fails, or a LiveKit that is away,
 * stops none of the others.
 * @throws AggregateError with all errors, at the end
 */
export async function reconcile(services: Db): Promise<void> {
  const errors: unknown[] = [];
  const attempt = <T>(work: () => Promise<T>): Promise<T | undefined> =>
    work().catch((error: unknown) => {
      errors.push(error);
      return undefined;
    });
  const read = <T>(query: (tx: Tx) => Promise<T>) =>
    attempt(() => withClaims(services.sql, purpose('reconcile'), query));
  for (const clean of [forgetOldWebhooks, forgetOldSessions, pruneUpdates]) await read(clean);
  await attempt(() => withClaims(services.sql, purpose('session'), pruneSessions));
  await attempt(() => withClaims(services.sql, purpose('crew_link'), pruneCrewSessions));
  await attempt(() => sweepLimits(services));
  for (const event of (await read(openEvents)) ?? []) await attempt(() => reconcileEvent(services, event));
  for (const { slug } of (await read(busyShows)) ?? []) await attempt(() => reconcileShow(services, slug));
  if (errors.length > 0) throw new AggregateError(errors, 'Not everything could be compared.');
}

async function reconcileEvent(services: Db, event: { id: string; slug: string }): Promise<void> {
  const cameras = await withClaims(services.sql, purpose('reconcile'), (tx) => participantsOf(tx, event.id));
  // An event that no phone ever joined has no room.
  if (cameras.length === 0) return;
  const room = roomsOf(event.slug).cameras;
  const present = (await services.livekit.listParticipants(room)).filter(({ identity }) =>
    CAMERA_IDENTITY.test(identity),
  );
  for (const one of present) await recordPresent(services, room, one, cameras);
  const identities = new Set(present.map(({ identity }) => identity));
  for (const camera of cameras) {
    if (camera.left || identities.has(camera.identity)) continue;
    await recordParticipant(services, {
      kind: 'left',
      room,
      identity: camera.identity,
      sid: camera.sid,
      joinedAtMs: camera.joinedAtMs,
      webhookId: null,
    });
  }
}

async function recordPresent(
  services: Db,
  room: string,
  present: RoomParticipant,
  cameras: ParticipantRow[],
): Promise<void> {
  const known = cameras.find(({ identity }) => identity === present.identity);
  const asBefore = known?.state === 'admitted' && known.sid === present.sid && !known.left;
  if (asBefore) return;
  const { identity, sid, joinedAtMs } = present;
  await recordParticipant(services, { kind: 'joined', room, identity, sid, joinedAtMs, webhookId: null });
}
