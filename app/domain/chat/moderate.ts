import { AppError } from '../../../core/errors';
import type { Claims } from '../../../db/claims';
import { commit } from '../../../db/commit';
import type { Tx } from '../../../db/connect';
import { lockChat, raiseChat, settleReports } from '../../../db/queries/chat';
import {
  deleteMessages,
  findMessage,
  type MessageAuthor,
  removeMessages,
} from '../../../db/queries/chat-messages';
import { type BanRow, deleteBan, insertBan, listBans } from '../../../db/queries/chat-senders';
import { writeLog } from '../../../db/queries/logs';
import type { Services } from '../../services';
import { actorName, mustModerate, mustOwn } from '../access/rights';
import { change } from '../change';
import { crewChatEvent } from './event';

type Db = Pick<Services, 'chat'>;

/** More bans than these are a flood, which the limits are for. */
const MAX_BANS = 500;

/** A mute (with an end) or a ban, as moderators see it: never an address. */
export interface Ban {
  id: string;
  name: string;
  until: string | null;
  createdAt: string;
  createdBy: string;
}

export function serializeBan({ id, name, until, createdAt, createdBy }: BanRow): Ban {
  return {
    id,
    name,
    until: until?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    createdBy,
  };
}

/** Takes a message away from every screen. Doing so twice is no fault. */
export async function removeMessage(services: Db, actor: Claims, slug: string, id: string): Promise<void> {
  await moderate(services, actor, slug, async (tx, eventId, nextSeq) => {
    const message = await messageIn(tx, eventId, id);
    const changed = message.removedSeq === null;
    if (changed) await removeMessages(tx, eventId, { id }, { seq: nextSeq, by: actorName(actor) });
    return { changed, value: undefined };
  });
}

/**
 * Mutes (for some minutes) or bans (for good) whoever wrote a message, and takes their messages away if
 * wished. They are known by the chat's session, by their ticket, and as newcomers by their address: see
 * core/chat/decide.ts.
 *
 * @throws AppError conflict for a message of the crew, or one whose author is forgotten
 */
export async function banAuthor(
  services: Db,
  actor: Claims,
  slug: string,
  input: { messageId: string; minutes: number | null; removeMessages: boolean },
): Promise<Ban> {
  return moderate(services, actor, slug, async (tx, eventId, nextSeq) => {
    const { senderId, name, badge } = await messageIn(tx, eventId, input.messageId);
    if (badge !== null)
      throw new AppError('conflict', 'This is one of the crew. Revoke their crew link instead.');
    if ((await listBans(tx, eventId)).length >= MAX_BANS)
      throw new AppError('conflict', 'This chat has as many bans as it may have. Lift one first.');
    const by = actorName(actor);
    const made = senderId
      ? await insertBan(tx, eventId, { senderId, name, minutes: input.minutes, by })
      : null;
    if (!made || !senderId) throw new AppError('conflict', 'Nothing is known any more of who wrote this.');
    if (input.removeMessages) await removeMessages(tx, eventId, { senderId }, { seq: nextSeq, by });
    return { changed: true, value: serializeBan(made) };
  });
}

export async function liftBan(services: Db, actor: Claims, slug: string, id: string): Promise<void> {
  await moderate(services, actor, slug, async (tx, eventId) => {
    if (!(await deleteBan(tx, eventId, id))) throw new AppError('not_found', 'There is no such ban.');
    return { changed: true, value: undefined };
  });
}

/** A reported message was looked at and stays. */
export async function settleReport(
  services: Db,
  actor: Claims,
  slug: string,
  messageId: string,
): Promise<void> {
  await moderate(services, actor, slug, async (tx, eventId) => {
    await messageIn(tx, eventId, messageId);
    return { changed: await settleReports(tx, eventId, messageId), value: undefined };
  });
}

/** Deletes every message for good, on every screen too. The owner's alone; the log says who did it. */
export async function deleteChat(
  services: Pick<Services, 'chat' | 'doorbell' | 'sql'>,
  actor: Claims,
  slug: string,
): Promise<number> {
  const event = await crewChatEvent(services, actor, slug);
  mustOwn(actor);
  const count = await commit(services.chat, actor, async (tx) => {
    const chat = await lockChat(tx, event.id);
    const deleted = await deleteMessages(tx, event.id);
    await raiseChat(tx, event.id, 1, { floorSeq: chat?.seq ?? 0 });
    return deleted;
  });
  await change(services, actor, event.id, ['log'], (tx) =>
    writeLog(tx, event.id, { kind: 'chat', text: `${actorName(actor)} deleted the chat.` }),
  );
  return count;
}

/**
 * One act of a moderator: in one transaction by their own rights, numbered under the lock of the chat's row
 * where it changes what anybody sees. `work` gets the seq it will have and says whether anything changed.
 */
async function moderate<T>(
  services: Db,
  actor: Claims,
  slug: string,
  work: (tx: Tx, eventId: string, nextSeq: number) => Promise<{ changed: boolean; value: T }>,
): Promise<T> {
  const event = await crewChatEvent(services, actor, slug);
  mustModerate(actor);
  return commit(services.chat, actor, async (tx) => {
    const chat = await lockChat(tx, event.id);
    const { changed, value } = await work(tx, event.id, (chat?.seq ?? 0) + 1);
    if (changed) await raiseChat(tx, event.id, 1);
    return value;
  });
}

async function messageIn(tx: Tx, eventId: string, id: string): Promise<MessageAuthor> {
  const message = await findMessage(tx, eventId, id);
  if (!message) throw new AppError('not_found', 'There is no such message.');
  return message;
}
