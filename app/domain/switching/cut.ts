import type { ProgramTransition, Scene } from '../../../contract/program';
import type { SwitchSource } from '../../../contract/vocabulary';
import type { Claims } from '../../../db/claims';
import { type Switch, writeSwitch } from '../../../db/queries/switching';
import type { Services } from '../../services';
import { actorName } from '../access';
import { commitCommand } from '../change';
import { type Guarded, guardedProgram, mustBeAdmitted } from './guard';

export interface Cut extends Guarded {
  /** Null is the slate. */
  cameraId: string | null;
  /** At once, where it is left out; AUTO is a cut with a transition that takes time. */
  transition?: ProgramTransition | undefined;
}

/**
 * Cuts the program to a camera or to the slate, alone in the picture; a cut to what is on preview swaps the
 * two buses. One transaction under the event's row lock, so cuts have one order, and the same `requestId` has
 * one effect and always the same answer. The engine hears the doorbell and shows it in its next frame.
 *
 * @throws AppError see guardedProgram and mustBeAdmitted
 */
export async function cut(
  services: Pick<Services, 'commandSql' | 'doorbell' | 'log'>,
  actor: Claims,
  slug: string,
  input: Cut,
): Promise<{ seq: number }> {
  const result = await commitCommand(services, actor, slug, async (tx) => {
    const { program, doneBefore } = await guardedProgram(tx, actor, slug, input);
    if (doneBefore !== null) return { seq: doneBefore, isNew: false };
    if (input.cameraId) await mustBeAdmitted(tx, program.eventId, input.cameraId);
    const scene: Scene = { layout: 'single', cells: [input.cameraId], options: program.layoutOptions };
    const swaps = input.cameraId !== null && input.cameraId === program.preview;
    const seq = await writeSwitch(
      tx,
      { scene, ...(swaps && { preview: program.onAir === input.cameraId ? null : program.onAir }) },
      {
        eventId: program.eventId,
        kind: input.cameraId ? 'cut' : 'slate',
        from: program.onAir,
        to: input.cameraId,
        ...loggedTransition(input.transition),
        actor: actorName(actor),
        source: sourceOf(actor),
        requestId: input.requestId ?? null,
      },
    );
    return { seq, isNew: true };
  });
  // The engine logs "cut shown" with the same number: the two lines are the time a cut took.
  if (result.isNew) services.log.info({ slug, seq: result.seq }, 'cut committed');
  return { seq: result.seq };
}

/** The kind of a transition for the switch log, and in its data what belongs to it. */
export function loggedTransition(transition: ProgramTransition = 'cut'): Pick<Switch, 'transition' | 'data'> {
  if (transition === 'cut') return { transition };
  return { transition: transition.kind, data: { timed: transition } };
}

/** A token is another program; everybody else sits at a desk. */
export function sourceOf(actor: Claims): Extract<SwitchSource, 'director' | 'api'> {
  return actor.kind === 'member' && actor.via === 'token' ? 'api' : 'director';
}
