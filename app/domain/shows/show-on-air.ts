import { afterHost } from '../../../core/event-status';
import { SLUG_PATTERN } from '../../../core/rooms';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import { commit, type EventTx } from '../../../db/commit';
import { endStream, insertStream, setEventStatus } from '../../../db/queries/events';
import { lockShow, nextListing, saveHost, saveListing, type ShowRow } from '../../../db/queries/hosts';
import { writeLog } from '../../../db/queries/logs';
import { raiseSeq } from '../../../db/queries/switching';
import type { RoomParticipant } from '../../../livekit/tokens';
import type { Services } from '../../services';
import { eventBySlug } from '../access';
import { mustHost } from './host-token';

type Db = Pick<Services, 'sql' | 'doorbell' | 'livekit'>;

/**
 * A reloaded page is back within seconds, a failed network or media server within a minute.
 */
const AWAY_LIMIT_S = 60;

/**
 * Updates a show from its LiveKit room: live while the host publishes. Webhooks come late, twice and in any
 * order (safety F28, F29), so each of them, and the reconciler, only triggers this: the participants that
 * LiveKit lists decide. It is asked outside of any transaction, as it may take seconds to answer; an answer
 * that a newer one overtook is dropped. Any other visible participant is removed (T6).
 *
 * @param goodbye the host chose to go off the air: the show ends at once, not after a minute
 */
export async function reconcileShow(services: Db, room: string, { goodbye = false } = {}): Promise<void> {
  if (!SLUG_PATTERN.test(room)) return;
  const listing = await withClaims(services.sql, purpose('reconcile'), (tx) => nextListing(tx, room));
  if (listing === null) return;
  const visible = (await services.livekit.listParticipants(room)).filter((one) => !one.hidden);
  const intruders = await commit(services, purpose('reconcile'), async (tx) => {
    const show = await lockShow(tx, room);
    if (!show) return [];
    if (show.listing > listing) return null;
    const host = visible.find(({ identity }) => identity === show.identity) ?? null;
    const open = show.status === 'ready' || show.status === 'live';
    await record(tx, show, host, goodbye);
    await saveListing(tx, show.id, listing);
    return visible.filter((one) => !open || goodbye || one !== host);
  });
  // What overtook a goodbye did not know of it.
  if (!intruders) return goodbye ? reconcileShow(services, room, { goodbye }) : undefined;
  for (const { identity } of intruders) await services.livekit.removeParticipant(room, identity);
}

/**
 * After a change that is valid whether or not LiveKit answers: on an error the reconciler does this later.
 */
export async function tryReconcileShow(services: Db & Pick<Services, 'log'>, room: string): Promise<void> {
  await reconcileShow(services, room).catch((err: unknown) => {
    services.log.warn({ err, room }, 'LiveKit did not get the change of a show; tried again in a moment.');
  });
}

async function record(
  tx: EventTx,
  show: ShowRow,
  host: RoomParticipant | null,
  goodbye: boolean,
): Promise<void> {
  // A session that ended by choice stays ended while LiveKit still lists it; the next one has another sid.
  const saidGoodbye = goodbye || (!show.onAir && host?.sid === show.sid);
  const onAir = host !== null && host.publishing && !saidGoodbye;
  const next = afterHost(show.status, onAir);
  const over = next === 'ready' && (goodbye || (!show.onAir && show.awayS >= AWAY_LIMIT_S));
  if (next === 'live') {
    await setEventStatus(tx, show.eventId, 'live', await insertStream(tx, show.eventId));
  } else if (over) {
    if (show.streamId) await endStream(tx, show.streamId);
    await setEventStatus(tx, show.eventId, 'ready', show.streamId);
  }
  const moved = onAir !== show.onAir;
  if (moved || goodbye) {
    // Present without tracks: the same session may publish again.
    const sid = host && (onAir || goodbye) ? host.sid : host ? '' : show.sid;
    await saveHost(tx, show.id, { sid, onAir });
  }
  const text = logText(show, { wentLive: next === 'live', over, moved, onAir });
  if (!text) return;
  await writeLog(tx, show.eventId, { kind: 'host', ...text });
  await raiseSeq(tx, show.eventId, ['event', 'cameras', 'destinations', 'outputs', 'log']);
}

function logText(
  { label, status }: ShowRow,
  now: { wentLive: boolean; over: boolean; moved: boolean; onAir: boolean },
): { text: string; severity: 'info' | 'warning' } | null {
  if (now.wentLive) return { text: `${label} went on the air.`, severity: 'info' };
  if (now.over) return { text: `${label} is off the air.`, severity: 'info' };
  if (!now.moved || status !== 'live') return null;
  if (now.onAir) return { text: `${label} is back on the air.`, severity: 'info' };
  return {
    text: `${label} sends nothing. The show stays on the air for a minute and goes on when ${label} is back.`,
    severity: 'warning',
  };
}

/**
 * Takes a show off the air by its host's choice, without waiting for a return, and removes the publisher from
 * the room. Idempotent.
 *
 * @throws AppError not_found, forbidden, conflict for a match
 */
export async function goOffAir(
  services: Pick<Services, 'sql' | 'doorbell' | 'livekit'>,
  actor: Claims,
  slug: string,
): Promise<void> {
  const event = await eventBySlug(services, actor, slug);
  mustHost(actor, event);
  await reconcileShow(services, event.slug, { goodbye: true });
}
