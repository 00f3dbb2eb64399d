import { mayPublish } from '../../../core/camera-state';
import { afterHearing, type Heard } from '../../../core/participant-session';
import { purpose } from '../../../db/claims';
import { commit, type EventTx } from '../../../db/commit';
import { writeLog } from '../../../db/queries/logs';
import {
  claimWebhook,
  lockParticipant,
  type ParticipantRow,
  saveParticipant,
} from '../../../db/queries/livekit';
import { raiseSeq } from '../../../db/queries/switching';
import type { Services } from '../../services';

type Db = Pick<Services, 'sql' | 'doorbell' | 'livekit'>;

/** Identities that the server gives to phones. Return feeds and directors have others and are hidden. */
export const CAMERA_IDENTITY = /^cam_[0-9a-f]{32}$/;

export interface HeardOfCamera extends Heard {
  room: string;
  identity: string;
  /** Of the webhook, so that it takes effect once; null for what the reconciler saw itself. */
  webhookId: string | null;
}

/**
 * Takes in that a camera's participant joined or left. One that may not publish, or that nobody knows, is
 * taken out of the room again at once (safety T6).
 */
export async function hearOfCamera(services: Db, heard: HeardOfCamera): Promise<void> {
  const outcome = await commit(services, purpose('reconcile'), async (tx) => {
    if (heard.webhookId && !(await claimWebhook(tx, heard.webhookId))) return null;
    const camera = await lockParticipant(tx, heard.identity);
    if (!camera) return { welcome: false };
    await takeIn(tx, camera, heard);
    return { welcome: mayPublish(camera.state) };
  });
  if (outcome && !outcome.welcome && heard.kind === 'joined') {
    await services.livekit.removeParticipant(heard.room, heard.identity);
  }
}

async function takeIn(tx: EventTx, camera: ParticipantRow, heard: Heard): Promise<void> {
  const next = afterHearing(camera, heard);
  if (!next) return;
  await saveParticipant(tx, camera.id, next);
  if (camera.state !== 'admitted' || camera.left === next.left) return;
  await writeLog(tx, camera.eventId, {
    kind: next.left ? 'camera_left' : 'camera_connected',
    severity: next.left ? 'warning' : 'info',
    text: `Camera ${camera.number} (${camera.label}) ${next.left ? 'disconnected' : 'connected'}.`,
    data: { cameraId: camera.id },
  });
  await raiseSeq(tx, camera.eventId, ['cameras', 'log']);
}
