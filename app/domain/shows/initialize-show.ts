import { AppError } from '../../../core/errors';
import type { Claims } from '../../../db/claims';
import { commit } from '../../../db/commit';
import { type EventRow, lockEventBySlug, setEventStatus, updateEventRow } from '../../../db/queries/events';
import { findHost, renameHost } from '../../../db/queries/hosts';
import { writeLog } from '../../../db/queries/logs';
import { raiseSeq } from '../../../db/queries/switching';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { actorName, mustOwn } from '../access';
import { readHostPath, writeLink } from '../crew/crew-links';
import { createEvent } from '../events/manage-events';
import { takeLimit } from '../limits';

type Db = Pick<Services, 'sql' | 'doorbell' | 'secrets' | 'env' | 'log'>;

/** The answer of `POST /api/streams/initialize` (design §9). */
export interface ShowAnswer {
  /** Never changes. */
  streamId: string;
  showId: string;
  room: string;
  hostUrl: string;
  watchUrl: string;
  embedUrl: string;
}

export interface InitializeShow {
  showId: string;
  hostName: string;
}

/**
 * Makes the show with this id, or updates the existing one: sets the host's name, reopens it if it had ended,
 * and makes a new host link if the last one was revoked. Idempotent, also for parallel calls.
 *
 * @throws AppError conflict when another team has this id, or it is a match; rate_limited
 */
export async function initializeShow(
  services: Db,
  actor: Claims,
  input: InitializeShow,
  origin: string,
): Promise<{ created: boolean; show: ShowAnswer }> {
  mustOwn(actor);
  const [teamId] = actor.kind === 'member' ? actor.teams : [];
  if (teamId) await takeLimit(services, `team:${teamId}`, LIMITS.showCallsPerMinute);
  const found = await updateExisting(services, actor, input, origin);
  if (found) return { created: false, show: found };
  const { showId: slug, hostName } = input;
  try {
    const event = await createEvent(
      services,
      actor,
      { title: hostName, slug, kind: 'show', hostName },
      origin,
    );
    return { created: true, show: answer(event, event.hostUrl ?? '', origin) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    // A parallel call made it.
    const made = await updateExisting(services, actor, input, origin);
    if (made) return { created: false, show: made };
    throw new AppError('conflict', 'This showId is taken. Choose another one.', {
      cause: error,
      details: { field: 'showId' },
    });
  }
}

async function updateExisting(
  services: Db,
  actor: Claims,
  { showId, hostName }: InitializeShow,
  origin: string,
): Promise<ShowAnswer | null> {
  const result = await commit(services, actor, async (tx) => {
    const event = await lockEventBySlug(tx, showId);
    if (!event) return null;
    if (event.kind !== 'show') {
      throw new AppError('conflict', `"${event.slug}" is a match and no show. Choose another showId.`, {
        details: { field: 'showId' },
      });
    }
    const before = await findHost(tx, event.id);
    const lines: string[] = [];
    if (await renameHost(tx, event.id, hostName)) {
      // A show without a title of its own has its host's name.
      if (event.title === before?.label) await updateEventRow(tx, event.id, { title: hostName });
      lines.push(`${actorName(actor)} named ${hostName} as the host.`);
    }
    if (event.status === 'draft' || event.status === 'ended') {
      await setEventStatus(tx, event.id, 'ready', null);
      lines.push(`${actorName(actor)} opened the show.`);
    }
    let hostPath = await readHostPath(tx, services.secrets, event);
    if (!hostPath) {
      hostPath = (await writeLink(tx, services.secrets, event, { role: 'host', label: hostName })).path;
      lines.push(`${actorName(actor)} made a new host link.`);
    }
    for (const text of lines) await writeLog(tx, event.id, { kind: 'event', text });
    if (lines.length > 0) await raiseSeq(tx, event.id, ['event', 'cameras', 'log']);
    return { event, hostPath };
  });
  return result && answer(result.event, origin + result.hostPath, origin);
}

function answer({ id, slug }: Pick<EventRow, 'id' | 'slug'>, hostUrl: string, origin: string): ShowAnswer {
  return {
    streamId: id,
    showId: slug,
    room: slug,
    hostUrl,
    watchUrl: `${origin}/watch/${slug}`,
    embedUrl: `${origin}/iframe/live?room=${slug}`,
  };
}
