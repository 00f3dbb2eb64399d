import { AppError } from '../../../core/errors';
import { isOpen } from '../../../core/event-status';
import { SLUG_PATTERN } from '../../../core/rooms';
import type { Claims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import { findCamera } from '../../../db/queries/cameras';
import {
  findRequest,
  lastSwitchActor,
  lockProgram,
  type ProgramRow,
  sceneOf,
} from '../../../db/queries/switching';
import { mustDirect, noSuchEvent } from '../access';

export interface Guarded {
  requestId?: string | undefined;
  /** program.seq that the director saw. */
  seenSeq?: number | undefined;
}

/**
 * What every change of the program begins with: the locked program, or the answer that the same request was
 * given before.
 *
 * @throws AppError not_found, forbidden; conflict when the event is not open; stale when somebody else
 * changed the program since `seenSeq`, with the present program and who changed it
 */
export async function guardedProgram(
  tx: Tx,
  actor: Claims,
  slug: string,
  input: Guarded,
): Promise<{ program: ProgramRow; doneBefore: number | null }> {
  const program = SLUG_PATTERN.test(slug) ? await lockProgram(tx, slug) : null;
  if (!program) throw noSuchEvent();
  mustDirect(actor);
  // Before anything else: a request that is sent again after its answer was lost must get that answer.
  const doneBefore = input.requestId ? await findRequest(tx, program.eventId, input.requestId) : null;
  if (doneBefore !== null) return { program, doneBefore };
  if (!isOpen(program.status)) {
    throw new AppError(
      'conflict',
      'The event is not open, so there is no program to cut. Publish or reopen it first.',
    );
  }
  if (input.seenSeq !== undefined && input.seenSeq < program.programSeq) {
    const changedBy = await lastSwitchActor(tx, program.eventId);
    throw new AppError(
      'stale',
      `${changedBy ?? 'Somebody'} changed the program in the meantime. Look, then cut again.`,
      {
        details: { program: programAnswer(program), changedBy },
      },
    );
  }
  return { program, doneBefore: null };
}

/** @throws AppError not_found for no camera of this event, conflict for one that is not admitted */
export async function mustBeAdmitted(tx: Tx, eventId: string, cameraId: string): Promise<void> {
  const camera = await findCamera(tx, eventId, cameraId);
  if (!camera) throw new AppError('not_found', 'This event has no such camera.');
  if (camera.state === 'waiting') {
    throw new AppError('conflict', `${camera.label} waits for admission. Admit it before you cut to it.`);
  }
  if (camera.state === 'removed') throw new AppError('conflict', `${camera.label} was removed.`);
}

function programAnswer(row: ProgramRow) {
  const { programSeq: seq, onAir, preview, layout, faded } = row;
  const { cells, options } = sceneOf(row);
  return { seq, onAir, preview, layout, cells, options, faded };
}
