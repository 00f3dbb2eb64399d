import { isChatOpen } from '../../../core/chat/mode';
import { type Claims, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import { type ChatWithEvent, findChatEvent, readChat } from '../../../db/queries/chat';
import { messagesBefore } from '../../../db/queries/chat-messages';
import type { ChatHistory, ChatMode } from '../../../contract/messages';
import type { Services } from '../../services';
import { noSuchEvent } from '../access/find';
import { serializeMessage } from './send';

const PAGE = 50;

/**
 * A page of a chat, oldest first: the newest, or the one before a seq. Anybody may read what viewers see.
 *
 * @throws AppError not_found
 */
export function chatHistory(
  { chat }: Pick<Services, 'chat'>,
  actor: Claims,
  slug: string,
  before?: number,
): Promise<ChatHistory> {
  const read = () => withClaims(chat.sql, actor, (tx) => pageOf(tx, slug, before ?? Infinity));
  return actor.kind === 'viewer' && before === undefined ? chat.pages.get(slug.toLowerCase(), read) : read();
}

async function pageOf(tx: Tx, slug: string, before: number): Promise<ChatHistory> {
  const event = await findChatEvent(tx, slug);
  // The seq before the messages: what comes in between is told once more and not lost.
  const chat = event && (await readChat(tx, event.id));
  if (!event || !chat) throw noSuchEvent();
  const rows = await messagesBefore(tx, event.id, before, PAGE + 1);
  return {
    seq: chat.seq,
    messages: rows.slice(0, PAGE).reverse().map(serializeMessage),
    more: rows.length > PAGE,
    floor: chat.floorSeq,
    mode: modeOf(chat),
  };
}

/** What the chat takes now, as everybody may know it. */
export function modeOf(chat: ChatWithEvent): ChatMode {
  return { state: isChatOpen(chat.state, chat) ? 'open' : 'closed', slowS: chat.slowS, links: chat.links };
}
