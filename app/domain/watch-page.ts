import type { AfterFacts, AudienceAnswer, PublicState } from '../../contract/messages';
import { AppError } from '../../core/errors';
import { type Claims, withClaims } from '../../db/claims';
import type { Tx } from '../../db/connect';
import { type EventRow, findStream } from '../../db/queries/events';
import { readPublished } from '../../db/queries/recordings';
import type { Services } from '../services';
import { eventBySlug, eventIn } from './access';
import { recordingPath } from './recordings';
import { publicOf } from './state/project';
import { crewState, publicState } from './state/read-state';

/** Long enough to watch a recording with breaks on one address, which ends before if it is taken back. */
const RECORDING_HOURS = 12;

/**
 * The data of a page of the audience: the public part of an event, and a summary once it has ended.
 *
 * @param actor a crew member, who also sees drafts, or null
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

/** Row level security hides recordings that the owner has not published. */
async function publishedParts(
  tx: Tx,
  { secrets }: Pick<Services, 'secrets'>,
  event: EventRow,
): Promise<AfterFacts['recordings']> {
  if (!event.streamId) return [];
  const exp = Math.floor(Date.now() / 1000) + RECORDING_HOURS * 3600;
  const parts = await readPublished(tx, event.streamId);
  return parts.map(({ id }) => ({
    url: recordingPath(secrets, { recording: id, exp, holder: { kind: 'viewer' } }),
  }));
}

/**
 * The public part of an event; of a draft only for its crew.
 *
 * @param actor a crew member or null
 * @throws AppError not_found
 */
async function watchState(
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
