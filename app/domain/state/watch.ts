import { AppError } from '../../../core/errors';
import type { Claims } from '../../../db/claims';
import type { PublicState } from '../../../contract/messages';
import type { Services } from '../../services';
import { eventBySlug } from '../access/find';
import { crewState } from './crew';
import { publicOf } from './project';
import { publicState } from './public';

/**
 * What the watch page shows: the public part of an event, and of a draft only to those whose event it is.
 *
 * @param actor who asks beyond being a viewer, or null
 * @throws AppError not_found
 */
export async function watchState(
  services: Pick<Services, 'sql'>,
  actor: Claims | null,
  slug: string,
): Promise<{ seq: number; state: PublicState }> {
  try {
    const event = await eventBySlug(services, { kind: 'viewer' }, slug);
    return await publicState(services, event.id);
  } catch (error) {
    if (!actor || !(error instanceof AppError) || error.code !== 'not_found') throw error;
    const event = await eventBySlug(services, actor, slug);
    const { seq, state } = await crewState(services, actor, event.id);
    return { seq, state: publicOf(state) };
  }
}
