import type { Claims } from '../../../db/claims';
import type { Services } from '../../services';
import { eventBySlug } from '../access/find';
import { mustHost } from './rights';
import { lookAtHost } from './on-air';

/**
 * Takes a show off the air by its host's choice: nobody waits for a return, and whoever publishes is taken
 * out of the room. Off the air already is no fault.
 *
 * @throws AppError not_found, forbidden, conflict for a match
 */
export async function goOffAir(
  services: Pick<Services, 'sql' | 'doorbell' | 'livekit'>,
  actor: Claims,
  slug: string,
): Promise<void> {
  const event = await eventBySlug(services, actor, slug);
  mustHost(actor, event);
  await lookAtHost(services, event.slug, { goodbye: true });
}
