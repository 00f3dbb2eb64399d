import { AppError } from '../../../core/errors';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { receiveWebhook } from '../../../livekit/webhook';
import { takeLimit } from '../limits';
import { HOST_IDENTITY, lookAtHost } from '../shows';
import { CAMERA_IDENTITY, hearOfCamera } from './participant';
import { hearOfSession } from './session';

/** LiveKit gives up on a webhook after 30 s; what is older than ten minutes is a replay (safety T9). */
const MAX_AGE_MS = 10 * 60_000;

/**
 * A webhook of LiveKit, by its raw body and its signature. Wrong ones have no effect; a right one has its
 * effect once, however often it comes.
 *
 * @throws AppError unauthenticated, rate_limited
 */
export async function hearWebhook(
  services: Pick<Services, 'sql' | 'doorbell' | 'livekit' | 'env'>,
  body: string,
  authorization: string | null,
): Promise<void> {
  const webhook = await receiveWebhook(services.env.livekit, body, authorization);
  if (!webhook) throw new AppError('unauthenticated', 'This is not signed by the media server.');
  await takeLimit(services, 'livekit', LIMITS.webhookPerMinute);
  const { kind, participant, room } = webhook;
  if (Math.abs(Date.now() - webhook.createdAtMs) > MAX_AGE_MS) return;
  if (webhook.session?.sid) return hearOfSession(services, { ...webhook.session, webhookId: webhook.id });
  if (kind === 'other' || !participant) return;
  if (HOST_IDENTITY.test(participant.identity)) return lookAtHost(services, room);
  if (!room.endsWith(':cameras') || !CAMERA_IDENTITY.test(participant.identity)) return;
  if (kind !== 'participant_joined' && kind !== 'participant_left') return;
  await hearOfCamera(services, {
    kind: kind === 'participant_joined' ? 'joined' : 'left',
    room,
    identity: participant.identity,
    sid: participant.sid,
    joinedAtMs: participant.joinedAtMs,
    webhookId: webhook.id,
  });
}
