import type { TokenAnswer } from '../../../contract/messages';
import { AppError } from '../../../core/errors';
import { isOpen } from '../../../core/event-status';
import { GRANTS } from '../../../core/grants';
import { roomsOf } from '../../../core/rooms';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import { findCamera, findCameraByDevice } from '../../../db/queries/cameras';
import { findEvent } from '../../../db/queries/events';
import { tokenHash } from '../../../db/secrets';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { takeLimit } from '../limits';

export type Phone = Extract<Claims, { kind: 'camera' }>;

/** The cookie only identifies the phone; its rights come from the camera's row at each request. */
export const DEVICE_MAX_AGE_S = 30 * 24 * 3600;

/**
 * The camera of a device cookie, also a removed one (its phone is shown that); null when there is none.
 */
export async function deviceActor(
  services: Pick<Services, 'sql'>,
  deviceToken: string,
): Promise<Phone | null> {
  const camera = await withClaims(services.sql, purpose('device'), (tx) =>
    findCameraByDevice(tx, tokenHash(deviceToken)),
  );
  return camera ? { kind: 'camera', eventId: camera.eventId, cameraId: camera.id } : null;
}

/**
 * The token with which a phone publishes. Revocation happens here (design §6): a token lasts minutes, and
 * each new one is checked against the camera's present state. Null while the camera waits for admission.
 *
 * @throws AppError forbidden once removed, conflict when the event is closed, unavailable without LiveKit
 */
export async function cameraToken(
  services: Pick<Services, 'sql' | 'livekit'>,
  phone: Phone,
  origin: string,
): Promise<TokenAnswer | null> {
  await takeLimit(services, phone.cameraId, LIMITS.cameraTokenPerMinute);
  const { camera, event } = await openCamera(services, phone);
  if (camera.state === 'waiting') return null;
  const rooms = roomsOf(event.slug);
  await services.livekit.ensureRoom(rooms.cameras);
  return services.livekit.token(GRANTS.camera(rooms), camera.identity, camera.label, origin);
}

/**
 * A token for the program as it goes out, for the camera operator. @throws as cameraToken; forbidden while
 * waiting
 */
export async function operatorReturnToken(
  services: Pick<Services, 'sql' | 'livekit'>,
  phone: Phone,
  origin: string,
): Promise<TokenAnswer> {
  await takeLimit(services, phone.cameraId, LIMITS.cameraTokenPerMinute);
  const { camera, event } = await openCamera(services, phone);
  if (camera.state !== 'admitted') {
    throw new AppError('forbidden', 'The director has not admitted this camera yet.');
  }
  const grant = GRANTS.operatorReturn(roomsOf(event.slug), event.status === 'live');
  await services.livekit.ensureRoom(grant.grant.room);
  return services.livekit.token(grant, `${camera.identity}_return`, camera.label, origin);
}

/** A phone's camera and event. @throws AppError not_found, forbidden once removed */
export async function ownCamera(services: Pick<Services, 'sql'>, phone: Phone) {
  const found = await withClaims(services.sql, phone, async (tx) => ({
    camera: await findCamera(tx, phone.eventId, phone.cameraId),
    event: await findEvent(tx, phone.eventId),
  }));
  const { camera, event } = found;
  if (!camera || !event) throw new AppError('not_found', 'This event is gone.');
  if (camera.state === 'removed') {
    throw new AppError('forbidden', 'The director removed this camera. Ask the director, then join again.');
  }
  return { camera, event };
}

async function openCamera(services: Pick<Services, 'sql'>, phone: Phone) {
  const found = await ownCamera(services, phone);
  if (!isOpen(found.event.status)) {
    throw new AppError('conflict', 'The event is over. Thank you for filming.');
  }
  return found;
}
