import { cameraTransition } from '../../../core/camera-state';
import { AppError } from '../../../core/errors';
import { readEventSettings } from '../../../core/event-settings';
import { withoutCells } from '../../../core/layout';
import { roomsOf } from '../../../core/rooms';
import type { Claims } from '../../../db/claims';
import type { EventTx } from '../../../db/commit';
import { type CameraChanges, type CameraRow, lockCamera, updateCamera } from '../../../db/queries/cameras';
import type { EventRow } from '../../../db/queries/events';
import { writeLog } from '../../../db/queries/logs';
import { logSwitch, readScene, writePreview } from '../../../db/queries/switching';
import type { Services } from '../../services';
import { actorName, eventBySlug, mustDirect } from '../access';
import { change } from '../change';
import { sourceOf } from '../switching/cut';

type Db = Pick<Services, 'sql' | 'doorbell' | 'livekit' | 'log'>;

export interface CameraAnswer {
  id: string;
  number: number;
  label: string;
  state: CameraRow['state'];
  connection: CameraRow['connection'];
  muted: boolean;
  pictureOff: boolean;
  mayStandStill: boolean;
}

/**
 * Admits, renames, mutes, hides, marks or removes a camera. A removed one leaves the program in the same
 * transaction, gets no further token, and is removed from the room, now and whenever its identity appears
 * again (safety T6).
 */
export async function changeCamera(
  services: Db,
  actor: Claims,
  slug: string,
  cameraId: string,
  input: CameraChanges,
): Promise<CameraAnswer> {
  const event = await eventBySlug(services, actor, slug);
  mustDirect(actor);
  const { value } = await change(services, actor, event.id, ['cameras', 'program', 'log'], async (tx) => {
    const before = await lockCamera(tx, event.id, cameraId);
    if (!before) throw new AppError('not_found', 'This event has no such camera.');
    if (before.joinedBy === 'host' && input.state === 'removed') throw hostStays();
    const changes = allowed(before, input);
    const after = (await updateCamera(tx, cameraId, changes)) ?? before;
    if (changes.state === 'removed') await leaveProgram(tx, event, after, actor);
    for (const text of sentences(before, changes, actorName(actor))) {
      await writeLog(tx, event.id, { kind: 'camera', text, data: { cameraId } });
    }
    return { before, after };
  });
  await applyInRoom(services, event, value.before, value.after);
  return answer(value.after);
}

/** Without values that are already set. @throws AppError conflict where the state machine refuses */
function allowed(camera: CameraRow, input: CameraChanges): CameraChanges {
  const { state, ...rest } = input;
  const outcome = cameraTransition(camera.state, state ?? camera.state);
  if (typeof outcome === 'object') throw new AppError('conflict', outcome.refused);
  if (camera.state === 'removed' && Object.keys(rest).length > 0) {
    throw new AppError('conflict', 'This camera was removed. Its phone has to join again.');
  }
  return state !== undefined && outcome === 'change' ? { ...rest, state } : rest;
}

function hostStays(): AppError {
  return new AppError('conflict', 'A show needs its host. Revoke the host link to put out who is there now.');
}

async function leaveProgram(tx: EventTx, event: EventRow, camera: CameraRow, actor: Claims): Promise<void> {
  const now = await readScene(tx, event.id);
  if (!now) return;
  const preview = now.preview === camera.id ? null : now.preview;
  if (!now.scene.cells.includes(camera.id)) {
    if (now.preview === camera.id) await writePreview(tx, event.id, null);
    return;
  }
  const { cellFallback } = readEventSettings(event.settings);
  const scene = withoutCells(now.scene, (cell) => now.scene.cells[cell] === camera.id, cellFallback);
  const to = scene.cells[0] ?? null;
  await logSwitch(
    tx,
    { scene, preview },
    {
      eventId: event.id,
      kind: now.scene.layout === 'single' ? 'slate' : 'layout',
      from: now.scene.cells[0] ?? null,
      to,
      transition: 'cut',
      actor: actorName(actor),
      source: sourceOf(actor),
      requestId: null,
      data: { reason: 'removed', ...scene },
    },
  );
}

function sentences(before: CameraRow, changes: CameraChanges, who: string): string[] {
  const camera = `camera ${before.number} (${before.label})`;
  const lines: string[] = [];
  if (changes.state === 'admitted') lines.push(`${who} admitted ${camera}.`);
  if (changes.state === 'removed') lines.push(`${who} removed ${camera}.`);
  if (changes.label !== undefined && changes.label !== before.label) {
    lines.push(`${who} renamed ${camera} to ${changes.label}.`);
  }
  if (changes.muted !== undefined && changes.muted !== before.muted) {
    lines.push(`${who} ${changes.muted ? 'muted' : 'unmuted'} ${camera}.`);
  }
  if (changes.pictureOff !== undefined && changes.pictureOff !== before.pictureOff) {
    lines.push(`${who} switched the picture of ${camera} ${changes.pictureOff ? 'off' : 'on'}.`);
  }
  if (changes.mayStandStill !== undefined && changes.mayStandStill !== before.mayStandStill) {
    lines.push(
      `${who} marked ${camera} as one that ${changes.mayStandStill ? 'may' : 'should not'} stand still.`,
    );
  }
  return lines;
}

/**
 * Applies the change in the LiveKit room. Engine and phone follow the state in the database; the room
 * enforces it on a phone that does not. If LiveKit is down, the reconciler does this later.
 */
async function applyInRoom(
  services: Db,
  event: EventRow,
  before: CameraRow,
  after: CameraRow,
): Promise<void> {
  const { livekit, log } = services;
  const room = roomsOf(event.slug, event.kind).cameras;
  const calls: Promise<void>[] = [];
  if (after.state === 'removed') calls.push(livekit.removeParticipant(room, after.identity));
  else {
    if (before.muted !== after.muted)
      calls.push(livekit.setTrackMuted(room, after.identity, 'audio', after.muted));
    if (before.pictureOff !== after.pictureOff) {
      calls.push(livekit.setTrackMuted(room, after.identity, 'video', after.pictureOff));
    }
  }
  for (const result of await Promise.allSettled(calls)) {
    if (result.status === 'rejected')
      log.warn({ err: result.reason, cameraId: after.id }, 'LiveKit did not get the change of a camera.');
  }
}

function answer(row: CameraRow): CameraAnswer {
  const { id, number, label, state, connection, muted, pictureOff, mayStandStill } = row;
  return { id, number, label, state, connection, muted, pictureOff, mayStandStill };
}
