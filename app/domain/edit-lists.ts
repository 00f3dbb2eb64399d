import { type CutList, cutList } from '../../core/editing/cut-list';
import { AppError } from '../../core/errors';
import { encodingOf, readEventSettings } from '../../core/event-settings';
import { type Claims, withClaims } from '../../db/claims';
import { readRunToEdit, type RunToEdit } from '../../db/queries/edit-lists';
import type { Services } from '../services';
import { eventIn } from './access';
import { matchMarks } from './match-marks';
import { namesOf } from './recordings';

/**
 * The switches of a run against its recording, for an editor; the newest run by default. For its crew.
 *
 * @throws AppError not_found for an event or a run that this actor may not see, or that there is not
 */
export async function eventCutList(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
  run: string | null,
): Promise<CutList> {
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    const found = await readRunToEdit(tx, event.id, run);
    if (!found)
      throw new AppError('not_found', 'This event was not on the air yet, so there is nothing to edit.');
    const { fps } = encodingOf(readEventSettings(event.settings).encoding);
    const marks = await matchMarks(tx, event.id, found);
    // As the files are called once they are downloaded.
    const parts = found.parts.map((part) => ({ ...part, file: namesOf({ ...event, ...part }).name }));
    return cutList(event.title, fps, switchesOf(found), parts, marks);
  });
}

function switchesOf({ switches, labels }: RunToEdit) {
  const labelOf = (id: string | null) => (id === null ? null : (labels.get(id) ?? 'Camera'));
  return switches.map(({ mediaMs, to, layout, cells, transition, frames }) => ({
    mediaMs,
    labels: (cells ?? [to]).map(labelOf),
    layout: layout ?? ('single' as const),
    transition: frames === null ? null : `${transition} ${frames}`,
  }));
}
