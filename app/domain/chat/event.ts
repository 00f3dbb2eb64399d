import { SLUG_PATTERN } from '../../../core/rooms';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import { type ChatEventRow, findChatEvent } from '../../../db/queries/chat';
import type { Services } from '../../services';
import { eventBySlug, noSuchEvent } from '../access/find';

type Db = Pick<Services, 'chat'>;

/** The event of a chat, whoever asks. @throws AppError not_found */
async function chatEvent({ chat }: Db, slug: string): Promise<ChatEventRow> {
  const event = SLUG_PATTERN.test(slug)
    ? await withClaims(chat.sql, purpose('chat'), (tx) => findChatEvent(tx, slug))
    : null;
  if (!event) throw noSuchEvent();
  return event;
}

/** The same for viewers, who know of no drafts. */
export async function publicChatEvent(services: Db, slug: string): Promise<ChatEventRow> {
  const event = await chatEvent(services, slug);
  if (event.status === 'draft') throw noSuchEvent();
  return event;
}

/** The same for crew, if it is theirs; over the chat's own connections. */
export function crewChatEvent(
  { chat }: Db,
  actor: Claims,
  slug: string,
): Promise<{ id: string; teamId: string }> {
  return eventBySlug({ sql: chat.sql }, actor, slug);
}
