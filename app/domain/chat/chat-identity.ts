import { z } from 'zod';
import type { ChatBadge } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import { SignedToken } from '../../../core/signed-token';
import { SLUG_PATTERN } from '../../../core/rooms';
import { id } from '../../../core/text';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import { type ChatEventRow, findChatEvent } from '../../../db/queries/chat';
import type { SecretBox } from '../../../db/secrets';
import type { Services } from '../../services';
import { eventBySlug, noSuchEvent } from '../access';

/** Who writes: a viewer with a signed ticket, or a member of the crew. */
export type Speaker =
  { kind: 'viewer'; eventId: string; viewer: string; ip: string } | { kind: 'crew'; actor: Claims };

/** The badge of an actor. @throws AppError forbidden for anyone outside the crew */
export function badgeOf(actor: Claims): ChatBadge {
  if (actor.kind === 'member') return 'owner';
  if (actor.kind === 'crew') return actor.role;
  throw new AppError('forbidden', 'Only the crew writes here. Open the watch page to write as a viewer.');
}

type ChatOnly = Pick<Services, 'chat'>;

/** The event of a chat, whatever its status. @throws AppError not_found */
async function chatEvent({ chat }: ChatOnly, slug: string): Promise<ChatEventRow> {
  const event = SLUG_PATTERN.test(slug)
    ? await withClaims(chat.sql, purpose('chat'), (tx) => findChatEvent(tx, slug))
    : null;
  if (!event) throw noSuchEvent();
  return event;
}

/** The same for viewers, to whom drafts do not exist. */
export async function publicChatEvent(services: ChatOnly, slug: string): Promise<ChatEventRow> {
  const event = await chatEvent(services, slug);
  if (event.status === 'draft') throw noSuchEvent();
  return event;
}

/** The same for crew, by their own rights; over the chat's connections. */
export function crewChatEvent(
  { chat }: ChatOnly,
  actor: Claims,
  slug: string,
): Promise<{ id: string; teamId: string }> {
  return eventBySlug({ sql: chat.sql }, actor, slug);
}

/**
 * Identifies a viewer to a chat from one visit to the next. It grants nothing: without it one is a newcomer.
 */
const Session = z.object({
  event: id,
  id,
  /** When it began, ms on the database's clock. */
  since: z.number(),
  /** The name used last. */
  name: z.string(),
});
export type ChatSession = z.infer<typeof Session>;

const PURPOSE = 'chat-session';
const TOKEN = new SignedToken('c1', Session);

export function signSession(secrets: SecretBox, session: ChatSession): string {
  return TOKEN.sign(secrets.keysFor(PURPOSE), session);
}

/** Null for a token that is not ours, was changed, or is for another event: its holder is a newcomer. */
export function openSession(secrets: SecretBox, eventId: string, token: string): ChatSession | null {
  const session = TOKEN.open(secrets.keysFor(PURPOSE), token)?.facts;
  return session?.event === eventId ? session : null;
}
