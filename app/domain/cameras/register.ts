import { randomBytes } from 'node:crypto';
import type { NewCameraState } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import type { Claims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import {
  cameraPlaces,
  type CameraRow,
  findCameraByDevice,
  insertCamera,
  touchCamera,
} from '../../../db/queries/cameras';
import { findEvent } from '../../../db/queries/events';
import { writeLog } from '../../../db/queries/logs';
import { randomToken, tokenHash } from '../../../db/secrets';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { change } from '../change';
import { type DeviceFacts, deviceRecord } from './device';
import { type JoinTarget, type JoinCredential, resolveJoin } from './join';

export interface Registration extends JoinCredential {
  label?: string | undefined;
  device?: DeviceFacts | undefined;
  /** The device cookie that the phone holds already. */
  deviceToken?: string | null;
}

export interface Registered {
  cameraId: string;
  number: number;
  label: string;
  state: NewCameraState;
  slug: string;
  title: string;
  /** For the cookie; the one it had when the phone keeps its camera. */
  deviceToken: string;
  /** False when the phone got back the camera that it had (F13). */
  created: boolean;
}

/**
 * Makes a phone a camera of the event that its code opens: waiting, or admitted where the event says so. A
 * phone that has a camera there keeps it, with number and name. One that was removed comes back as another
 * camera, and always waits.
 *
 * @throws AppError not_found and rate_limited by openDoor, conflict when the event has no place left
 */
export async function registerCamera(
  services: Pick<Services, 'sql' | 'secrets' | 'doorbell'>,
  input: Registration,
  ip: string,
): Promise<Registered> {
  const door = await resolveJoin(services, input, ip);
  const claims: Claims = { kind: 'joining', eventId: door.eventId };
  const { value } = await change(services, claims, door.eventId, ['cameras', 'log'], async (tx) => {
    const own = input.deviceToken ? await findCameraByDevice(tx, tokenHash(input.deviceToken)) : null;
    if (own && own.state !== 'removed' && input.deviceToken) {
      const label = own.state === 'waiting' ? (input.label ?? null) : null;
      await touchCamera(tx, own.id, label);
      return {
        ...registrationAnswer({ ...own, label: label ?? own.label }, door),
        deviceToken: input.deviceToken,
        created: false,
      };
    }
    const deviceToken = randomToken();
    const camera = await addCamera(tx, door, input, deviceToken, own !== null);
    return { ...registrationAnswer(camera, door), deviceToken, created: true };
  });
  return value;
}

async function addCamera(
  tx: Tx,
  door: JoinTarget,
  input: Registration,
  deviceToken: string,
  wasRemoved: boolean,
): Promise<CameraRow> {
  // `change` holds the event's row, so places and numbers cannot be given twice.
  const { taken, next } = await cameraPlaces(tx, door.eventId);
  if (taken >= LIMITS.camerasPerEvent) {
    throw new AppError(
      'conflict',
      `This event has its ${LIMITS.camerasPerEvent} cameras. Ask the director to remove one.`,
    );
  }
  const event = await findEvent(tx, door.eventId);
  const immediate = event?.admission === 'immediate' && !wasRemoved;
  const camera = await insertCamera(tx, {
    eventId: door.eventId,
    number: next,
    label: input.label ?? `Camera ${next}`,
    state: immediate ? 'admitted' : 'waiting',
    // 128 random bits, never taken from input (safety T7).
    identity: `cam_${randomBytes(16).toString('hex')}`,
    deviceHash: tokenHash(deviceToken),
    device: deviceRecord(input.device),
    joinedBy: door.by,
  });
  await writeLog(tx, door.eventId, {
    kind: 'camera_joined',
    text: immediate
      ? `Camera ${camera.number} (${camera.label}) joined.`
      : `Camera ${camera.number} (${camera.label}) waits for admission.`,
    data: { cameraId: camera.id },
  });
  return camera;
}

function registrationAnswer(
  camera: CameraRow,
  door: JoinTarget,
): Omit<Registered, 'deviceToken' | 'created'> {
  const { id: cameraId, number, label, state } = camera;
  return {
    cameraId,
    number,
    label,
    state: state === 'admitted' ? 'admitted' : 'waiting',
    slug: door.slug,
    title: door.title,
  };
}
