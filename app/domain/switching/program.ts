import type { Claims } from '../../../db/claims';
import type { EventTx } from '../../../db/commit';
import {
  type ProgramRow,
  type Switch,
  writePreview,
  writeSwitch,
  raiseSeq,
} from '../../../db/queries/switching';
import type { Services } from '../../services';
import { actorName } from '../access';
import { commitCommand } from '../change';
import { sourceOf } from './cut';
import { type Guarded, guardedProgram, mustBeAdmitted } from './guard';

export interface ProgramWish extends Guarded {
  preview?: string | null | undefined;
  layout?: 'single' | undefined;
  faded?: boolean | undefined;
}

/**
 * Sets the preview, the layout or fade to black. Layout and fade are changes of the program, with a row in
 * the log of switches; the preview is not, so that choosing what comes next never makes another director's
 * cut stale.
 */
export async function changeProgram(
  services: Pick<Services, 'commandSql' | 'doorbell'>,
  actor: Claims,
  slug: string,
  input: ProgramWish,
): Promise<{ seq: number }> {
  return commitCommand(services, actor, slug, async (tx) => {
    const { program, doneBefore } = await guardedProgram(tx, actor, slug, input);
    if (doneBefore !== null) return { seq: doneBefore };
    if (input.preview) await mustBeAdmitted(tx, program.eventId, input.preview);
    const onProgram = input.layout !== undefined || input.faded !== undefined;
    const seq = onProgram
      ? await writeSwitch(tx, input, logRow(program, input, actor))
      : await previewOnly(tx, program, input.preview);
    return { seq };
  });
}

async function previewOnly(
  tx: EventTx,
  program: ProgramRow,
  preview: string | null | undefined,
): Promise<number> {
  if (preview === undefined || preview === program.preview) return program.seq;
  await writePreview(tx, program.eventId, preview);
  return (await raiseSeq(tx, program.eventId, ['program'])) ?? program.seq;
}

function logRow(program: ProgramRow, input: ProgramWish, actor: Claims): Switch {
  return {
    eventId: program.eventId,
    kind: input.faded === undefined ? 'layout' : 'fade',
    from: program.onAir,
    to: program.onAir,
    transition: 'cut',
    actor: actorName(actor),
    source: sourceOf(actor),
    requestId: input.requestId ?? null,
    data: { layout: input.layout ?? program.layout, faded: input.faded ?? program.faded },
  };
}
