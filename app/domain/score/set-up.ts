import { AppError } from '../../../core/errors';
import { shortNames } from '../../../core/score';
import type { Claims } from '../../../db/claims';
import { deleteScore, writeNames } from '../../../db/queries/scores';
import type { ScoreChanged } from '../../../contract/messages';
import { mustDirect } from '../access/rights';
import { changeScore, type ScoreServices } from './change';

export interface SideNames {
  name: string;
  /** Made from the name where it is left out. */
  short?: string | undefined;
}

/**
 * Names the two sides; the first time that begins the score at 0:0. Points, period and clock stay as they
 * are.
 */
export function nameSides(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  { home, away }: { home: SideNames; away: SideNames },
): Promise<ScoreChanged> {
  const [homeShort, awayShort] = shortNames(home.name, away.name);
  return changeScore(services, actor, slug, async (tx, event, _row, raise) => {
    if (event.kind === 'show') throw new AppError('conflict', 'A show has no score; a match has one.');
    await raise();
    await writeNames(tx, event.id, {
      homeName: home.name,
      awayName: away.name,
      homeShort: home.short ?? homeShort,
      awayShort: away.short ?? awayShort,
    });
  });
}

/** Takes the score away with everything that was counted: there was no match after all. */
export async function removeScore(services: ScoreServices, actor: Claims, slug: string): Promise<void> {
  await changeScore(services, actor, slug, async (tx, event, _row, raise) => {
    mustDirect(actor);
    if (await deleteScore(tx, event.id)) await raise();
  });
}
