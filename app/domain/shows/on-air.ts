import { afterHost } from '../../../core/event-status';
import { SLUG_PATTERN } from '../../../core/rooms';
import { purpose } from '../../../db/claims';
import { commit, type EventTx } from '../../../db/commit';
import { setEventStatus } from '../../../db/queries/events';
import { lockShow, saveHost, type ShowRow } from '../../../db/queries/hosts';
import { writeLog } from '../../../db/queries/logs';
import { endStream, insertStream } from '../../../db/queries/streams';
import { raiseSeq } from '../../../db/queries/switching';
import type { RoomParticipant } from '../../../livekit/livekit';
import type { Services } from '../../services';

type Db = Pick<Services, 'sql' | 'doorbell' | 'livekit'>;

/**
 * A page that is loaded again is back within seconds, a network or a media server that failed within a
 * minute.
 */
const AWAY_LIMIT_S = 60;

/**
 * Brings a show in line with its host: live while the host publishes. LiveKit's messages come late, twice and
 * in any order (safety F28, F29), so each of them, and the reconciler, only says "look": what counts is what
 * LiveKit answers, to one who asks at a time. Whoever else is to be seen in the room has no right to be there
 * and is taken out (T6).
 *
 * @param goodbye the host went off the air by choice: the show is over at once, and not only after a minute's
 * wait
 */
export async function lookAtHost(services: Db, room: string, { goodbye = false } = {}): Promise<void> {
  if (!SLUG_PATTERN.test(room)) return;
  const strangers = await commit(services, purpose('reconcile'), async (tx) => {
    const show = await lockShow(tx, room);
    if (!show) return [];
    const visible = (await services.livekit.listParticipants(room)).filter((one) => !one.hidden);
    const host = visible.find(({ identity }) => identity === show.identity) ?? null;
    const open = show.status === 'ready' || show.status === 'live';
    await takeIn(tx, show, host, goodbye);
    return visible.filter((one) => !open || goodbye || one !== host);
  });
  for (const { identity } of strangers) await services.livekit.removeParticipant(room, identity);
}

/**
 * After a change that stands whether or not LiveKit answers: what is missed now, the reconciler makes up for.
 */
export async function lookAtHostLater(services: Db & Pick<Services, 'log'>, room: string): Promise<void> {
  await lookAtHost(services, room).catch((err: unknown) => {
    services.log.warn({ err, room }, 'LiveKit was not told of a change of a show; tried again in a moment.');
  });
}

async function takeIn(
  tx: EventTx,
  show: ShowRow,
  host: RoomParticipant | null,
  goodbye: boolean,
): Promise<void> {
  // A session that has said goodbye stays away, however long LiveKit still lists it; the next one has another
  // sid.
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
    // Without tracks, but still there: the same session may publish again.
    const sid = host && (onAir || goodbye) ? host.sid : host ? '' : show.sid;
    await saveHost(tx, show.id, { sid, onAir });
  }
  const text = sentence(show, { wentLive: next === 'live', over, moved, onAir });
  if (!text) return;
  await writeLog(tx, show.eventId, { kind: 'host', ...text });
  await raiseSeq(tx, show.eventId, ['event', 'cameras', 'destinations', 'outputs', 'log']);
}

function sentence(
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
