import type { EventCommand } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import { afterCommand } from '../../../core/event-status';
import type { Claims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import { type EventRow, setEventStatus } from '../../../db/queries/events';
import { writeLog } from '../../../db/queries/logs';
import { endStream, insertStream } from '../../../db/queries/streams';
import { raiseSeq } from '../../../db/queries/switching';
import type { Services } from '../../services';
import { lockedEventIn } from '../access/find';
import { actorName, mustDirect, mustOwn } from '../access/rights';
import { commitCommand } from '../change';
import { lookAtHostLater } from '../shows/on-air';

type Db = Pick<Services, 'sql' | 'commandSql' | 'doorbell' | 'livekit' | 'log'>;

/** Goes on the air: the engine starts destinations and recording. Asking again changes nothing. */
export const startEvent = (services: Db, actor: Claims, slug: string) =>
  command(services, actor, slug, 'start');
/** Ends the event. Asking again changes nothing. */
export const stopEvent = (services: Db, actor: Claims, slug: string) =>
  command(services, actor, slug, 'stop');
export const publishEvent = (services: Db, actor: Claims, slug: string) =>
  command(services, actor, slug, 'publish');
export const reopenEvent = (services: Db, actor: Claims, slug: string) =>
  command(services, actor, slug, 'reopen');

/** Starting and ending is the director's; opening an event to the public is its owner's. */
const RIGHT: Record<EventCommand, (actor: Claims) => void> = {
  start: mustDirect,
  stop: mustDirect,
  publish: mustOwn,
  reopen: mustOwn,
};

const DONE: Record<EventCommand, string> = {
  start: 'went on the air',
  stop: 'ended the event',
  publish: 'published the event',
  reopen: 'reopened the event',
};

async function command(services: Db, actor: Claims, slug: string, what: EventCommand): Promise<void> {
  const event = await commitCommand(services, actor, async (tx) => {
    const event = await lockedEventIn(tx, slug);
    RIGHT[what](actor);
    const outcome = afterCommand(event.status, what, event.kind);
    if (outcome === 'same') return null;
    if ('refused' in outcome) throw new AppError('conflict', outcome.refused);
    await setEventStatus(tx, event.id, outcome.to, await streamAfter(tx, event, what));
    await writeLog(tx, event.id, { kind: what, text: `${actorName(actor)} ${DONE[what]}.` });
    await raiseSeq(tx, event.id, ['event', 'destinations', 'outputs', 'log']);
    return event;
  });
  // A host who publishes on is taken out of the room.
  if (what === 'stop' && event?.kind === 'show') await lookAtHostLater(services, event.slug);
}

/** Each time on the air is a row of `streams`; the ended event keeps naming its last one. */
async function streamAfter(tx: Tx, event: EventRow, what: EventCommand): Promise<string | null> {
  if (what === 'start') return insertStream(tx, event.id);
  if (what === 'stop' && event.streamId) await endStream(tx, event.streamId);
  return what === 'reopen' ? null : event.streamId;
}
