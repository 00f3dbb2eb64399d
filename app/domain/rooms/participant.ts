import { mayPublish } from '../../../core/camera-state';
import { afterHearing, type Heard } from '../../../core/participant-session';
import { purpose } from '../../../db/claims';
import { commit, type EventTx } from '../../../db/commit';
import {
  claimWebhook,
  lockParticipant,
  type ParticipantRow,
  saveParticipant,
} from '../../../db/queries/livekit';
import { writeLog } from '../../../db/queries/logs';
import { raiseSeq } from '../../../db/queries/switching';
import type { Services } from '../../services';

type Db = Pick<Services, 'sql' | 'doorbell' | 'livekit'>;

/** Identities of phones, made by the server. Return feeds and directors have others and are hidden. */
export const CAMERA_IDENTITY = /^cam_[0-9a-f]{32}$/;

export interface ParticipantReport extends Heard {
  room: string;
  identity: string;
  /** So that a webhook takes effect once; null from the reconciler. */
  webhookId: string | null;
}

/**
 * Records that a camera's participant joined or left. One that is unknown or may not publish is removed from
 * the room at once (safety T6).
 */
export async function recordParticipant(services: Db, report: ParticipantReport): Promise<void> {
  const outcome = await commit(services, purpose('reconcile'), async (tx) => {
    if (report.webhookId && !(await claimWebhook(tx, report.webhookId))) return null;
    const camera = await lockParticipant(tx, report.identity);
    if (!camera) return { allowed: false };
    await record(tx, camera, report);
    return { allowed: mayPublish(camera.state) };
  });
  if (outcome && !outcome.allowed && report.kind === 'joined') {
    await services.livekit.removeParticipant(report.room, report.identity);
  }
}

async function record(tx: EventTx, camera: ParticipantRow, report: Heard): Promise<void> {
  const next = afterHearing(camera, report);
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
