import { type Claims, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import type { EventRow } from '../../../db/queries/events';
import { readPublished } from '../../../db/queries/recordings';
import { findStream } from '../../../db/queries/streams';
import type { AfterFacts, AudienceAnswer } from '../../../contract/messages';
import type { Services } from '../../services';
import { eventBySlug, eventIn } from '../access/find';
import { signRecording } from '../recordings/signature';
import { watchState } from '../state/watch';

/** A film is watched with breaks; an address that ends in the second half would end the film. */
const RECORDING_HOURS = 12;

/**
 * What a page of the audience begins with: the public part of an event, and once it is over what there is to
 * tell of it.
 *
 * @param actor who asks beyond being a viewer, or null: the crew sees its draft
 * @throws AppError not_found
 */
export async function audienceAnswer(
  services: Pick<Services, 'sql' | 'secrets'>,
  actor: Claims | null,
  slug: string,
): Promise<AudienceAnswer> {
  const { seq, state } = await watchState(services, actor, slug);
  if (state.event.status !== 'ended') return { seq, state, after: null };
  return { seq, state, after: await afterFacts(services, slug) };
}

/** Which sites may embed the event's player; none means any. @throws AppError not_found */
export async function embedOrigins(services: Pick<Services, 'sql'>, slug: string): Promise<string[]> {
  return (await eventBySlug(services, { kind: 'viewer' }, slug)).embedOrigins;
}

function afterFacts(services: Pick<Services, 'sql' | 'secrets'>, slug: string): Promise<AfterFacts> {
  return withClaims(services.sql, { kind: 'viewer' }, async (tx) => {
    const event = await eventIn(tx, slug);
    const stream = event.streamId ? await findStream(tx, event.streamId) : null;
    const lastedMs = stream?.endedAt ? stream.endedAt.getTime() - stream.startedAt.getTime() : null;
    return {
      lastedS: lastedMs === null ? null : Math.round(lastedMs / 1000),
      peakViewers: stream?.peakViewers || null,
      watchedMinutes: stream ? Math.round(stream.watchedS / 60) || null : null,
      recordings: await publishedParts(tx, services, event),
    };
  });
}

/** Row level security gives none where the owner has not published them. */
async function publishedParts(
  tx: Tx,
  { secrets }: Pick<Services, 'secrets'>,
  event: EventRow,
): Promise<AfterFacts['recordings']> {
  if (!event.streamId) return [];
  const exp = Math.floor(Date.now() / 1000) + RECORDING_HOURS * 3600;
  const parts = await readPublished(tx, event.streamId);
  return parts.map(({ id }) => ({
    url: `/recordings/${id}?exp=${exp}&sig=${signRecording(secrets, id, exp)}`,
  }));
}
