import type { JSONValue } from 'postgres';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import { findCameraByDevice } from '../../../db/queries/cameras';
import { tokenHash } from '../../../db/secrets';
import type { Services } from '../../services';

export type Phone = Extract<Claims, { kind: 'camera' }>;

/** A cookie of a day of matches and the way home; the camera's row says what it is worth. */
export const DEVICE_MAX_AGE_S = 30 * 24 * 3600;

/**
 * Which camera a device cookie stands for, removed ones too (they are told so); null when it is none of ours.
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

/** What a phone says of itself, as typed by its page or by another program. */
export type DeviceFacts = string | Record<string, string | number | boolean | null>;

/** Always with a `name` that a person can read, such as `iPhone`. */
export function deviceRecord(facts: DeviceFacts | undefined): JSONValue {
  if (facts === undefined) return { name: '' };
  if (typeof facts === 'string') return { name: facts };
  const { name, model, platform } = facts;
  return { ...facts, name: String(name ?? model ?? platform ?? '') };
}
