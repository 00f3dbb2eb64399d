import type { LiveKitSessionKind } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import { purpose } from '../../../db/claims';
import { commit } from '../../../db/commit';
import { findEventBySlug } from '../../../db/queries/events';
import { claimWebhook, saveLivekitSession } from '../../../db/queries/livekit';
import { writeLog } from '../../../db/queries/logs';
import { raiseSeq } from '../../../db/queries/switching';
import { receiveWebhook } from '../../../livekit/webhook';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { takeLimit } from '../limits';
import { HOST_IDENTITY } from '../shows/host-token';
import { reconcileShow } from '../shows/show-on-air';
import { CAMERA_IDENTITY, recordParticipant } from './participant';

/** LiveKit stops retrying a webhook after 30 s; one older than ten minutes is a replay (safety T9). */
const MAX_AGE_MS = 10 * 60_000;

/**
 * Handles a webhook of LiveKit, given its raw body and signature. An invalid one has no effect; a valid one
 * has its effect once, however often it arrives.
 *
 * @throws AppError unauthenticated, rate_limited
 */
export async function handleWebhook(
  services: Pick<Services, 'sql' | 'doorbell' | 'livekit' | 'env'>,
  body: string,
  authorization: string | null,
): Promise<void> {
  const webhook = await receiveWebhook(services.env.livekit, body, authorization);
  if (!webhook) throw new AppError('unauthenticated', 'This is not signed by the media server.');
  await takeLimit(services, 'livekit', LIMITS.webhookPerMinute);
  const { kind, participant, room } = webhook;
  if (Math.abs(Date.now() - webhook.createdAtMs) > MAX_AGE_MS) return;
  if (webhook.session?.sid) return logRoomSession(services, { ...webhook.session, webhookId: webhook.id });
  if (kind === 'other' || !participant) return;
  if (HOST_IDENTITY.test(participant.identity)) return reconcileShow(services, room);
  if (!room.endsWith(':cameras') || !CAMERA_IDENTITY.test(participant.identity)) return;
  if (kind !== 'participant_joined' && kind !== 'participant_left') return;
  await recordParticipant(services, {
    kind: kind === 'participant_joined' ? 'joined' : 'left',
    room,
    identity: participant.identity,
    sid: participant.sid,
    joinedAtMs: participant.joinedAtMs,
    webhookId: webhook.id,
  });
}

export interface RoomSessionReport {
  kind: LiveKitSessionKind;
  sid: string;
  room: string;
  ended: boolean;
  failed: boolean;
  webhookId: string;
}

/** By the part after the colon in a room's name (core/rooms). */
const ROOMS: Record<string, string> = {
  '': 'The program room',
  cameras: 'The room for cameras',
  rehearsal: 'The rehearsal room',
  talk: 'The talkback room',
};

/** Logs that a room opened or closed, or an egress began or ended, each once. */
async function logRoomSession(
  services: Pick<Services, 'sql' | 'doorbell'>,
  report: RoomSessionReport,
): Promise<void> {
  const [slug = '', which = ''] = report.room.split(':');
  const what = report.kind === 'room' ? ROOMS[which] : 'An egress of LiveKit';
  if (what === undefined) return;
  await commit(services, purpose('reconcile'), async (tx) => {
    if (!(await claimWebhook(tx, report.webhookId))) return;
    const event = await findEventBySlug(tx, slug);
    if (!event) return;
    const news = await saveLivekitSession(tx, { ...report, eventId: event.id });
    const say = (kind: 'started' | 'ended', verb: string, warn = false) =>
      writeLog(tx, event.id, {
        kind: `${report.kind}_${kind}`,
        severity: warn ? 'warning' : 'info',
        text: `${what} ${verb}.`,
        data: { room: report.room },
      });
    const words = report.kind === 'room' ? (['opened', 'closed'] as const) : (['began', 'ended'] as const);
    if (news.began) await say('started', words[0]);
    if (news.ended) await say('ended', report.failed ? 'failed' : words[1], report.failed);
    if (news.began || news.ended) await raiseSeq(tx, event.id, ['log']);
  });
}
