import type { JSONValue } from 'postgres';
import type {
  CameraConnection,
  CameraState,
  JoinedBy,
  NewCameraState,
  OpenStatus,
  PhoneJoin,
} from '../../contract/vocabulary';
import type { Tx } from '../connect';

export interface CameraRow {
  id: string;
  eventId: string;
  number: number;
  label: string;
  state: CameraState;
  connection: CameraConnection;
  identity: string;
  device: unknown;
  joinedBy: JoinedBy;
  muted: boolean;
  pictureOff: boolean;
  /** A still picture of it is no fault. */
  mayStandStill: boolean;
  createdAt: Date;
}

/** The largest that the table takes. */
const LAST_NUMBER = 999;

const columns = (tx: Tx) => tx`
  id, event_id as "eventId", number, label, state, connection, identity, device, joined_by as "joinedBy", muted,
  picture_off as "pictureOff", may_stand_still as "mayStandStill", created_at as "createdAt"`;

export async function findCamera(tx: Tx, eventId: string, id: string): Promise<CameraRow | null> {
  const [row] = await tx<
    CameraRow[]
  >`select ${columns(tx)} from cameras where id = ${id} and event_id = ${eventId}`;
  return row ?? null;
}

export async function lockCamera(tx: Tx, eventId: string, id: string): Promise<CameraRow | null> {
  const [row] = await tx<CameraRow[]>`
    select ${columns(tx)} from cameras where id = ${id} and event_id = ${eventId} for update`;
  return row ?? null;
}

/** By the hash of the device cookie; for claims of purpose `device`, or of the phone's own event. */
/** Admitted cameras, those with a picture first, then by number. */
export async function camerasForCells(tx: Tx, eventId: string): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select id from cameras where event_id = ${eventId} and state = 'admitted' and not picture_off
    order by connection not in ('live', 'weak'), number`;
  return rows.map(({ id }) => id);
}

export async function findCameraByDevice(tx: Tx, deviceHash: Buffer): Promise<CameraRow | null> {
  const [row] = await tx<CameraRow[]>`select ${columns(tx)} from cameras where device_hash = ${deviceHash}`;
  return row ?? null;
}

/**
 * How many places are taken and which number is next. A number is used again only when the last one there is
 * was given: then the lowest of a camera that was removed.
 */
export async function cameraPlaces(tx: Tx, eventId: string): Promise<{ taken: number; next: number }> {
  const [row] = await tx<{ taken: number; next: number }[]>`
    select count(*) filter (where state <> 'removed')::int as taken,
      case when coalesce(max(number), 0) < ${LAST_NUMBER} then coalesce(max(number), 0) + 1
        else (select min(n) from generate_series(1, ${LAST_NUMBER}) n where not exists (
          select from cameras c where c.event_id = ${eventId} and c.number = n and c.state <> 'removed')) end as next
    from cameras where event_id = ${eventId}`;
  return row ?? { taken: 0, next: 1 };
}

export interface NewCamera {
  eventId: string;
  number: number;
  label: string;
  state: NewCameraState;
  identity: string;
  deviceHash: Buffer;
  device: JSONValue;
  joinedBy: PhoneJoin;
}

export async function insertCamera(tx: Tx, camera: NewCamera): Promise<CameraRow> {
  const [row] = await tx<CameraRow[]>`
    insert into cameras (event_id, number, label, state, identity, device_hash, device, joined_by, admitted_at)
    values (${camera.eventId}, ${camera.number}, ${camera.label}, ${camera.state}, ${camera.identity},
      ${camera.deviceHash}, ${tx.json(camera.device)}, ${camera.joinedBy},
      ${camera.state === 'admitted' ? tx`now()` : null})
    returning ${columns(tx)}`;
  if (!row) throw new Error('The camera was not written.');
  return row;
}

export interface CameraChanges {
  state?: CameraRow['state'];
  label?: string;
  muted?: boolean;
  pictureOff?: boolean;
  mayStandStill?: boolean;
}

export async function updateCamera(tx: Tx, id: string, changes: CameraChanges): Promise<CameraRow | null> {
  const state = changes.state ?? null;
  const [row] = await tx<CameraRow[]>`
    update cameras set
      state = coalesce(${state}, state),
      admitted_at = case when ${state} = 'admitted' then now() else admitted_at end,
      removed_at = case when ${state} = 'removed' then now() else removed_at end,
      connection = case when ${state} = 'removed' then 'lost' else connection end,
      label = coalesce(${changes.label ?? null}, label),
      muted = coalesce(${changes.muted ?? null}, muted),
      picture_off = coalesce(${changes.pictureOff ?? null}, picture_off),
      may_stand_still = coalesce(${changes.mayStandStill ?? null}, may_stand_still)
    where id = ${id}
    returning ${columns(tx)}`;
  return row ?? null;
}

/** A phone that joined again: its new name while it waits, and the time. */
export async function touchCamera(tx: Tx, id: string, label: string | null): Promise<void> {
  await tx`update cameras set seen_at = now(), label = coalesce(${label}, label) where id = ${id}`;
}

/** As the engine measures it. */
export async function setCameraConnection(
  tx: Tx,
  eventId: string,
  id: string,
  connection: CameraRow['connection'],
): Promise<void> {
  await tx`
    update cameras set connection = ${connection}, connection_since = now()
    where id = ${id} and event_id = ${eventId}`;
}

/** Those of these cameras that have not been removed. For claims of purpose `device`. */
export async function presentCameras(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx<{ id: string }[]>`
    select id from cameras where id = any(${[...ids]}::uuid[]) and state <> 'removed'`;
  return new Set(rows.map(({ id }) => id));
}

/** Time of the last sign of life, for cameras whose pictures arrive. */
export async function touchCameras(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx`
    update cameras set seen_at = now()
    where id = any (${[...ids]}::uuid[])
      and seen_at not between now() - interval '10 seconds' and now() + interval '10 seconds'`;
}

export interface SealedSecrets {
  eventId: string;
  codeSealed: Buffer;
  secretSealed: Buffer;
}

export interface NewSecrets extends SealedSecrets {
  codeHash: Buffer;
  secretHash: Buffer;
}

/** Replaces the secrets; the ones before are void. False when the code is in use by another event. */
export async function putJoinSecrets(tx: Tx, secrets: NewSecrets): Promise<boolean> {
  await deleteJoinSecrets(tx, secrets.eventId);
  const rows = await tx`
    insert into join_secrets (event_id, code_hash, code_sealed, secret_hash, secret_sealed)
    values (${secrets.eventId}, ${secrets.codeHash}, ${secrets.codeSealed}, ${secrets.secretHash}, ${secrets.secretSealed})
    on conflict (code_hash) do nothing returning event_id`;
  return rows.length > 0;
}

export async function deleteJoinSecrets(tx: Tx, eventId: string): Promise<void> {
  await tx`delete from join_secrets where event_id = ${eventId}`;
}

export async function findJoinSecrets(
  tx: Tx,
  eventId: string,
): Promise<(SealedSecrets & { codeValid: boolean }) | null> {
  const [row] = await tx<(SealedSecrets & { codeValid: boolean })[]>`
    select j.event_id as "eventId", j.code_sealed as "codeSealed", j.secret_sealed as "secretSealed",
      ${codeIsValid(tx)} as "codeValid"
    from join_secrets j join events e on e.id = j.event_id where j.event_id = ${eventId}`;
  return row ?? null;
}

/**
 * Typed codes expire two weeks after they were made, not before the day after the planned start, and not on
 * the air (safety T1). `greatest` leaves out what is null.
 */
const codeIsValid = (tx: Tx) =>
  tx`(e.status = 'live' or greatest(j.code_expires_at, e.starts_at + interval '1 day') > now())`;

export interface OpenEvent {
  eventId: string;
  slug: string;
  title: string;
  status: OpenStatus;
}

/**
 * The open event of a code or a QR secret. One statement for every case, so that wrong, replaced, expired and
 * closed take the same time. For claims of purpose `join`.
 */
export async function findOpenEvent(
  tx: Tx,
  by: 'code' | 'secret',
  hashes: Buffer[],
): Promise<OpenEvent | null> {
  const column = by === 'code' ? tx`j.code_hash` : tx`j.secret_hash`;
  const valid = by === 'code' ? codeIsValid(tx) : tx`true`;
  const [row] = await tx<OpenEvent[]>`
    select e.id as "eventId", e.slug, e.title, e.status
    from join_secrets j join events e on e.id = j.event_id
    where ${column} in ${tx(hashes)} and e.status in ('ready', 'live') and ${valid}`;
  return row ?? null;
}
