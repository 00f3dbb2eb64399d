import type { DestinationServer } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import { type Claims, withClaims } from '../../../db/claims';
import { findDestinationRow, raiseTries, setServer } from '../../../db/queries/destinations';
import { writeLog } from '../../../db/queries/logs';
import type { Services } from '../../services';
import { eventBySlug } from '../access/find';
import { actorName, mustDirect } from '../access/rights';
import { change } from '../change';
import { type DestinationAnswer, destinationAnswer, hasBackup } from './answer';
import { found } from './found';

/**
 * Sends the program to one of a destination's two servers from now on; the other destinations notice nothing.
 * To choose the one that comes first already is to try it again, where the program went to the other one by
 * itself. Idempotent while all is well.
 *
 * @throws AppError conflict where there is no second server
 */
export async function chooseServer(
  services: Pick<Services, 'sql' | 'doorbell'>,
  actor: Claims,
  slug: string,
  id: string,
  server: DestinationServer,
): Promise<DestinationAnswer> {
  const event = await eventBySlug(services, actor, slug);
  mustDirect(actor);
  const before = found(await withClaims(services.sql, actor, (tx) => findDestinationRow(tx, event.id, id)));
  if (!hasBackup(before)) {
    throw new AppError('conflict', 'This destination has one server only. Enter a backup address first.');
  }
  if (before.server === server && before.verdict === null) return destinationAnswer(before);
  const { value } = await change(services, actor, event.id, ['destinations', 'log'], async (tx) => {
    await setServer(tx, id, server);
    await raiseTries(tx, id);
    await writeLog(tx, event.id, {
      kind: 'destination',
      text: `${actorName(actor)} sent ${before.label} to its ${server} server.`,
    });
    return found(await findDestinationRow(tx, event.id, id));
  });
  return destinationAnswer(value);
}
