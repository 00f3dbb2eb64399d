import type { LayoutOptions, ProgramTransition, Scene, TBar } from '../../../contract/program';
import type { Layout } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import { CELL_COUNTS } from '../../../core/layout';
import type { Claims } from '../../../db/claims';
import type { EventTx } from '../../../db/commit';
import type { Tx } from '../../../db/connect';
import { camerasForCells } from '../../../db/queries/cameras';
import {
  type ProgramRow,
  raiseSeq,
  sceneOf,
  type Switch,
  writePreview,
  writeSwitch,
  writeTBar,
} from '../../../db/queries/switching';
import type { Services } from '../../services';
import { actorName } from '../access';
import { commitCommand } from '../change';
import { loggedTransition, sourceOf } from './cut';
import { type Guarded, guardedProgram, mustBeAdmitted } from './guard';

export interface ProgramWish extends Guarded {
  preview?: string | null | undefined;
  layout?: Layout | undefined;
  /** For the cells of the layout, from the first one; cells that are not named are filled. */
  cells?: (string | null)[] | undefined;
  /** Those that are left out stay as they are. */
  options?: LayoutOptions | undefined;
  transition?: ProgramTransition | undefined;
  faded?: boolean | undefined;
  /** At 1 what is on preview is taken, at 0 all is as before. */
  tbar?: TBar | undefined;
}

/**
 * Sets the preview, the layout with its cells, or fade to black. Layout and fade are changes of the program,
 * with a row in the log of switches; the preview is not, so that choosing what comes next never makes another
 * director's cut stale.
 *
 * @throws AppError bad_request for more cameras than the layout has cells; see guardedProgram, mustBeAdmitted
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
    if (input.tbar) return { seq: await moveTBar(tx, program, input.tbar, input, actor) };
    const { layout, cells, options, faded, preview } = input;
    const scene = (layout ?? cells ?? options) ? await wishedScene(tx, program, input) : undefined;
    if (!scene && faded === undefined) return { seq: await previewOnly(tx, program, preview) };
    const change = {
      ...(scene && { scene }),
      ...(preview !== undefined && { preview }),
      ...(faded !== undefined && { faded }),
    };
    return { seq: await writeSwitch(tx, change, logRow(program, scene, input, actor)) };
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

/** @throws AppError conflict when nothing is on preview */
async function moveTBar(
  tx: EventTx,
  program: ProgramRow,
  tbar: TBar,
  input: ProgramWish,
  actor: Claims,
): Promise<number> {
  const to = program.preview;
  if (to === null) throw new AppError('conflict', 'Nothing is on preview. Choose what comes next first.');
  if (tbar.position < 1) {
    await writeTBar(tx, program.eventId, tbar.position > 0 ? tbar : null);
    return (await raiseSeq(tx, program.eventId, ['program'])) ?? program.seq;
  }
  return writeSwitch(
    tx,
    { scene: { layout: 'single', cells: [to], options: program.layoutOptions }, preview: program.onAir },
    {
      eventId: program.eventId,
      kind: 'cut',
      from: program.onAir,
      to,
      transition: tbar.transition.kind,
      actor: actorName(actor),
      source: sourceOf(actor),
      requestId: input.requestId ?? null,
    },
  );
}

async function wishedScene(tx: Tx, program: ProgramRow, input: ProgramWish): Promise<Scene> {
  const now = sceneOf(program);
  const layout = input.layout ?? now.layout;
  const count = CELL_COUNTS[layout];
  if (input.cells && input.cells.length > count) {
    throw new AppError(
      'bad_request',
      `The layout ${layout} has ${count} cells. Name at most as many cameras.`,
    );
  }
  for (const cameraId of new Set(input.cells)) {
    if (cameraId) await mustBeAdmitted(tx, program.eventId, cameraId);
  }
  const named = input.cells ?? now.cells.slice(0, count);
  const cells = named.length < count ? await filled(tx, program, named, count) : named;
  return { layout, cells, options: { ...now.options, ...input.options } };
}

/** What is on the air and on preview comes first, then whichever camera has a picture. */
async function filled(
  tx: Tx,
  program: ProgramRow,
  named: readonly (string | null)[],
  count: number,
): Promise<(string | null)[]> {
  const others = [program.onAir, program.preview, ...(await camerasForCells(tx, program.eventId))];
  const unused = [...new Set(others)].filter((id) => id !== null && !named.includes(id));
  return Array.from({ length: count }, (_, cell) =>
    cell < named.length ? (named[cell] ?? null) : (unused[cell - named.length] ?? null),
  );
}

function logRow(program: ProgramRow, scene: Scene | undefined, input: ProgramWish, actor: Claims): Switch {
  const { transition, data } = loggedTransition(input.transition);
  return {
    eventId: program.eventId,
    kind: scene ? 'layout' : 'fade',
    from: program.onAir,
    to: scene ? (scene.cells[0] ?? null) : program.onAir,
    transition,
    actor: actorName(actor),
    source: sourceOf(actor),
    requestId: input.requestId ?? null,
    data: { ...data, ...(scene ?? { layout: program.layout }), faded: input.faded ?? program.faded },
  };
}
