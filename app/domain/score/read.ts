import { type Claims, withClaims } from '../../../db/claims';
import { listPoints, type PointRow } from '../../../db/queries/scores';
import type { ScoreAnswer, ScorePoint } from '../../../contract/messages';
import type { Services } from '../../services';
import { eventIn } from '../access/find';
import { scoreNow } from './change';

/** The score and what was counted, for the event's crew. @throws AppError not_found */
export async function eventScore(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
): Promise<ScoreAnswer> {
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    const points = await listPoints(tx, event.id);
    return { ...(await scoreNow(tx, event.id)), points: points.map(pointAnswer) };
  });
}

function pointAnswer({ at, ...row }: PointRow): ScorePoint {
  return { ...row, at: at.toISOString() };
}
