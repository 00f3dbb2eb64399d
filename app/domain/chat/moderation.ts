import type { ChatMessage, ChatMode } from '../../../contract/messages';
import { limitKey } from '../../../core/address';
import type { ChatSettings } from '../../../core/chat/decide';
import { take } from '../../../core/limits';
import { AppError } from '../../../core/errors';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import { commit } from '../../../db/commit';
import { databaseTime, type Tx } from '../../../db/connect';
import {
  insertReport,
  listReports,
  lockChat,
  raiseChat,
  readChat,
  settleReports,
} from '../../../db/queries/chat';
import {
  deleteMessages,
  findMessage,
  type MessageAuthor,
  removeMessages,
} from '../../../db/queries/chat-messages';
import {
  type BanRow,
  deleteBan,
  insertBan,
  listBans,
  readPaces,
  writePaces,
} from '../../../db/queries/chat-senders';
import { writeLog } from '../../../db/queries/logs';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { actorName, mustModerate, mustOwn, noSuchEvent } from '../access';
import { change } from '../change';
import { modeOf, serializeMessage } from './chat-history';
import { crewChatEvent, publicChatEvent, type Speaker } from './chat-identity';
import { tooFast } from './send-message';

type ModerationServices = Pick<Services, 'chat'>;

/** More would be a flood, which the rate limits handle. */
const MAX_BANS = 500;

/** A mute (with an end) or a ban, as moderators see it: without the address. */
interface Ban {
  id: string;
  name: string;
  until: string | null;
  createdAt: string;
  createdBy: string;
}

function serializeBan({ id, name, until, createdAt, createdBy }: BanRow): Ban {
  return {
    id,
    name,
    until: until?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    createdBy,
  };
}

/** Removes a message from every screen. Idempotent. */
export async function removeMessage(
  services: ModerationServices,
  actor: Claims,
  slug: string,
  id: string,
): Promise<void> {
  await moderate(services, actor, slug, async (tx, eventId, nextSeq) => {
    const message = await messageIn(tx, eventId, id);
    const changed = message.removedSeq === null;
    if (changed) await removeMessages(tx, eventId, { id }, { seq: nextSeq, by: actorName(actor) });
    return { changed, value: undefined };
  });
}

/**
 * Mutes (for some minutes) or bans (for good) the author of a message, and removes their messages on request.
 * An author is identified by chat session, by ticket, and as a newcomer by address: see core/chat/decide.ts.
 *
 * @throws AppError conflict for a message of the crew, or one whose author is forgotten
 */
export async function banAuthor(
  services: ModerationServices,
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

export async function liftBan(
  services: ModerationServices,
  actor: Claims,
  slug: string,
  id: string,
): Promise<void> {
  await moderate(services, actor, slug, async (tx, eventId) => {
    if (!(await deleteBan(tx, eventId, id))) throw new AppError('not_found', 'There is no such ban.');
    return { changed: true, value: undefined };
  });
}

/** Dismisses the reports of a message, which stays. */
export async function settleReport(
  services: ModerationServices,
  actor: Claims,
  slug: string,
  messageId: string,
): Promise<void> {
  await moderate(services, actor, slug, async (tx, eventId) => {
    await messageIn(tx, eventId, messageId);
    return { changed: await settleReports(tx, eventId, messageId), value: undefined };
  });
}

/** Deletes every message for good, on every screen too. Owners only; the log says who did it. */
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
 * One action of a moderator, in one transaction by their own rights. Where it changes what anyone sees, it
 * gets a seq under the lock of the chat's row: `work` receives that seq and says whether anything changed.
 */
async function moderate<T>(
  services: ModerationServices,
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

export interface ChatOverview {
  settings: ChatSettings;
  /** What the settings mean at this moment. */
  mode: ChatMode;
  /** Mutes and bans in force, newest first. */
  bans: Ban[];
  /** Reported messages that no moderator has settled yet. */
  reports: { message: ChatMessage; reports: number; reportedAt: string }[];
}

/** Everything a moderator sees besides the messages. */
export async function chatOverview(
  services: Pick<Services, 'chat'>,
  actor: Claims,
  slug: string,
): Promise<ChatOverview> {
  const event = await crewChatEvent(services, actor, slug);
  mustModerate(actor);
  return withClaims(services.chat.sql, actor, async (tx) => {
    const chat = await readChat(tx, event.id);
    if (!chat) throw noSuchEvent();
    const { state, slowS, links, retentionDays } = chat;
    const bans = await listBans(tx, event.id);
    const reports = await listReports(tx, event.id);
    return {
      settings: { state, slowS, links, retentionDays },
      mode: modeOf(chat),
      bans: bans.map(serializeBan),
      reports: reports.map(({ reports: count, reportedAt, ...message }) => ({
        message: serializeMessage(message),
        reports: count,
        reportedAt: reportedAt.toISOString(),
      })),
    };
  });
}

/** Opens, closes or slows a chat, sets how links are treated, and (owners only) the retention. */
export async function changeChat(
  { chat }: Pick<Services, 'chat'>,
  actor: Claims,
  slug: string,
  changes: Partial<ChatSettings>,
): Promise<void> {
  const event = await crewChatEvent({ chat }, actor, slug);
  mustModerate(actor);
  if (changes.retentionDays !== undefined) mustOwn(actor);
  await commit(chat, actor, async (tx) => {
    await lockChat(tx, event.id);
    await raiseChat(tx, event.id, 1, changes);
  });
}

/** Reports a message to the moderators; twice by the same viewer is one report. */
export async function reportMessage(
  services: Pick<Services, 'chat' | 'secrets'>,
  speaker: Extract<Speaker, { kind: 'viewer' }>,
  slug: string,
  messageId: string,
): Promise<void> {
  const { chat, secrets } = services;
  const event = await publicChatEvent(services, slug);
  if (event.id !== speaker.eventId)
    throw new AppError('unauthenticated', 'This ticket is for another event.');
  const address = secrets.lookupHash(`chat-address:${event.id}`, limitKey(speaker.ip)).toString('hex');
  const key = `report:${address}`;
  await commit(chat, purpose('chat'), async (tx) => {
    await lockChat(tx, event.id);
    const message = await findMessage(tx, event.id, messageId);
    if (!message || message.removedSeq !== null) throw new AppError('not_found', 'There is no such message.');
    const now = (await databaseTime(tx)).getTime();
    const paces = await readPaces(tx, event.id, [key]);
    const taken = take(paces.get(key) ?? -Infinity, now, LIMITS.chatReports);
    if (!taken.ok) throw tooFast('rate', taken.waitMs);
    await writePaces(tx, event.id, new Map([[key, taken.fullAt]]));
    const isNew = await insertReport(tx, { eventId: event.id, messageId, reporter: speaker.viewer });
    if (isNew) await raiseChat(tx, event.id, 1);
  });
}
