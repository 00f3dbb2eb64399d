import { randomBytes } from 'node:crypto';
import type { JSONValue } from 'postgres';
import type { NewCameraState, OpenStatus, PhoneJoin } from '../../../contract/vocabulary';
import { limitKey, siteKey } from '../../../core/address';
import { AppError } from '../../../core/errors';
import { normaliseJoinCode } from '../../../core/join-code';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import {
  cameraPlaces,
  type CameraRow,
  findCameraByDevice,
  findOpenEvent,
  insertCamera,
  type OpenEvent,
  touchCamera,
  touchCameras,
} from '../../../db/queries/cameras';
import { findEvent } from '../../../db/queries/events';
import { writeLog } from '../../../db/queries/logs';
import { randomToken, tokenHash } from '../../../db/secrets';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { change } from '../change';
import { codeHashes } from '../events/join-codes';
import { type Counted, giveBack, takeLimit, takeLimits } from '../limits';

export interface Registration extends JoinCredential {
  label?: string | undefined;
  device?: DeviceFacts | undefined;
  /** The device cookie that the phone already has. */
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
  /** False when the phone keeps the camera that it had (F13). */
  created: boolean;
}

/**
 * Makes a phone a camera of the event that its code opens: waiting, or admitted where the event is set so. A
 * phone that already has a camera there keeps it, with number and name. A removed one comes back as a new
 * camera, and always waits.
 *
 * @throws AppError not_found and rate_limited by resolveJoin, conflict when the event has no place left
 */
export async function registerCamera(
  services: Pick<Services, 'sql' | 'secrets' | 'doorbell'>,
  input: Registration,
  ip: string,
): Promise<Registered> {
  const target = await resolveJoin(services, input, ip);
  const claims: Claims = { kind: 'joining', eventId: target.eventId };
  // First, so that strangers who join with a leaked code keep no phone out that has its camera.
  const back = await withClaims(services.sql, claims, (tx) => comesBack(tx, target, input));
  if (back) {
    await takeLimit(services, back.cameraId, LIMITS.returnPerCamera);
    return back;
  }
  await takeLimits(services, [
    { key: limitKey(ip), limit: LIMITS.registrationPerAddress },
    { key: target.eventId, limit: LIMITS.registrationPerEvent },
  ]);
  const { value } = await change(services, claims, target.eventId, ['cameras', 'log'], async (tx) => {
    const own = input.deviceToken ? await findCameraByDevice(tx, tokenHash(input.deviceToken)) : null;
    if (own && own.state !== 'removed' && input.deviceToken) {
      const label = own.state === 'waiting' ? (input.label ?? null) : null;
      await touchCamera(tx, own.id, label);
      return {
        ...registrationAnswer({ ...own, label: label ?? own.label }, target),
        deviceToken: input.deviceToken,
        created: false,
      };
    }
    const deviceToken = randomToken();
    const camera = await addCamera(tx, target, input, deviceToken, own !== null);
    return { ...registrationAnswer(camera, target), deviceToken, created: true };
  });
  return value;
}

/** A phone that has its camera and changes nothing of it: nobody has to hear of that, and no cut waits. */
async function comesBack(tx: Tx, target: JoinTarget, { deviceToken, label }: Registration) {
  const own = deviceToken ? await findCameraByDevice(tx, tokenHash(deviceToken)) : null;
  if (!own || !deviceToken || own.state === 'removed') return null;
  if (own.state === 'waiting' && label !== undefined && label !== own.label) return null;
  await touchCameras(tx, [own.id]);
  return { ...registrationAnswer(own, target), deviceToken, created: false };
}

async function addCamera(
  tx: Tx,
  target: JoinTarget,
  input: Registration,
  deviceToken: string,
  wasRemoved: boolean,
): Promise<CameraRow> {
  // `change` holds the event's row, so places and numbers cannot be assigned twice.
  const { taken, next } = await cameraPlaces(tx, target.eventId);
  if (taken >= LIMITS.camerasPerEvent) {
    throw new AppError(
      'conflict',
      `This event has its ${LIMITS.camerasPerEvent} cameras. Ask the director to remove one.`,
    );
  }
  const event = await findEvent(tx, target.eventId);
  const immediate = event?.admission === 'immediate' && !wasRemoved;
  const camera = await insertCamera(tx, {
    eventId: target.eventId,
    number: next,
    label: input.label ?? `Camera ${next}`,
    state: immediate ? 'admitted' : 'waiting',
    // 128 random bits, never taken from input (safety T7).
    identity: `cam_${randomBytes(16).toString('hex')}`,
    deviceHash: tokenHash(deviceToken),
    device: deviceRecord(input.device),
    joinedBy: target.by,
  });
  await writeLog(tx, target.eventId, {
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
  target: JoinTarget,
): Omit<Registered, 'deviceToken' | 'created'> {
  const { id: cameraId, number, label, state } = camera;
  return {
    cameraId,
    number,
    label,
    state: state === 'admitted' ? 'admitted' : 'waiting',
    slug: target.slug,
    title: target.title,
  };
}

/** How a phone describes itself, from its page or from another program. */
type DeviceFacts = string | Record<string, string | number | boolean | null>;

/** Always with a `name` that a person can read, such as `iPhone`. */
function deviceRecord(facts: DeviceFacts | undefined): JSONValue {
  if (facts === undefined) return { name: '' };
  if (typeof facts === 'string') return { name: facts };
  const { name, model, platform } = facts;
  return { ...facts, name: String(name ?? model ?? platform ?? '') };
}

type Db = Pick<Services, 'sql' | 'secrets'>;

/** The typed code, or the secret of the QR code, which counts where both are present. */
interface JoinCredential {
  code?: string | undefined;
  secret?: string | undefined;
}

type JoinTarget = OpenEvent & { by: PhoneJoin };

/**
 * The open event of a code or a QR secret. Wrong, renewed and closed ones get the same answer after the same
 * time: a hash, and a look-up by it (safety T1). Wrong attempts are counted by address, by site and in total;
 * right ones are given back, so a team of twelve phones behind one router is not limited.
 *
 * @throws AppError not_found, rate_limited
 */
async function resolveJoin(services: Db, { code, secret }: JoinCredential, ip: string): Promise<JoinTarget> {
  return secret === undefined
    ? resolveCode(services, normaliseJoinCode(code ?? '') ?? '', ip)
    : resolveSecret(services, secret, ip);
}

/** Nobody guesses 128 bits: looked up first, so that nothing that others do refuses the right one. */
async function resolveSecret(services: Db, secret: string, ip: string): Promise<JoinTarget> {
  const target = await lookUp(services, 'secret', [tokenHash(secret)]);
  if (target) return { ...target, by: 'qr' };
  await takeLimit(services, limitKey(ip), LIMITS.joinSecretPerMinute).catch(refuseWithReason);
  throw wrongCode();
}

/** Attempts are counted before they are checked, so that parallel ones count too. */
async function resolveCode(services: Db, code: string, ip: string): Promise<JoinTarget> {
  const counted: Counted[] = [
    { key: limitKey(ip), limit: LIMITS.joinPerMinute },
    { key: limitKey(ip), limit: LIMITS.joinPerHour },
    { key: siteKey(ip), limit: LIMITS.joinPerSitePerMinute },
  ];
  await takeLimits(services, counted).catch(refuseWithReason);
  const shared = await takeShared(services, ip);
  const target = await lookUp(services, 'code', codeHashes(services.secrets, code));
  if (!target) {
    if (shared.refusal) return refuseWithReason(shared.refusal);
    throw wrongCode();
  }
  await giveBack(services, [...counted, ...shared.counted]);
  return { ...target, by: 'code' };
}

const lookUp = (services: Db, by: 'code' | 'secret', hashes: Buffer[]) =>
  withClaims(services.sql, purpose('join'), (tx) => findOpenEvent(tx, by, hashes));

const wrongCode = () =>
  new AppError('not_found', 'This code is not valid. Check it, or ask the organiser for the present one.');

/**
 * The limit that all typed codes share. Once it is used up a few codes of each site are still looked up: a
 * right one counts, a wrong one is refused for the limit.
 */
async function takeShared(
  services: Db,
  ip: string,
): Promise<{ counted: Counted[]; refusal: AppError | null }> {
  const all = { key: 'all', limit: LIMITS.joinGlobalPerMinute };
  const refusal = await takeLimits(services, [all]).then(
    () => null,
    (error: unknown) => {
      if (error instanceof AppError && error.code === 'rate_limited') return error;
      throw error;
    },
  );
  if (refusal === null) return { counted: [all], refusal };
  const beyond = { key: siteKey(ip), limit: LIMITS.joinBeyondPerMinute };
  await takeLimits(services, [beyond]).catch(refuseWithReason);
  return { counted: [all, beyond], refusal };
}

/** For the page that asks for a camera's name next: which event the code opens. */
export async function checkCode(
  services: Db,
  key: JoinCredential,
  ip: string,
): Promise<{ title: string; slug: string; status: OpenStatus }> {
  const { title, slug, status } = await resolveJoin(services, key, ip);
  return { title, slug, status };
}

function refuseWithReason(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'rate_limited') throw error;
  throw new AppError('rate_limited', `Too many wrong codes. ${error.message.replace(/^[^.]*\. /, '')}`, {
    ...(error.retryAfterS === undefined ? {} : { retryAfterS: error.retryAfterS }),
  });
}
