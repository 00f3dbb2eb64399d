import { randomUUID } from 'node:crypto';
import { limitKey } from '../../../core/address';
import { checkName } from '../../../core/chat/name';
import { cleanMessage } from '../../../core/chat/text';
import { AppError } from '../../../core/errors';
import { purpose, withClaims } from '../../../db/claims';
import { databaseTime } from '../../../db/connect';
import type { ChatMessageRow } from '../../../db/queries/chat-messages';
import type { ChatMessage, ChatSent } from '../../../contract/messages';
import type { Services } from '../../services';
import { actorName } from '../access/rights';
import { crewChatEvent, publicChatEvent } from './event';
import { asError, badInput, reasonOf } from './refuse';
import { type ChatSession, openSession, signSession } from './session-token';
import { badgeOf, type Speaker } from './speaker';
import type { Outgoing } from './write';

type Db = Pick<Services, 'chat' | 'secrets'>;

export interface SendInput {
  text: string;
  /** Of a viewer; left out, the name that the session used last. */
  name?: string | undefined;
  /** What an earlier answer gave. */
  session?: string | undefined;
}

/**
 * Takes a message, if everything allows it: the text, the name, the pace of its sender, of its address and of
 * the event, and what moderators have set. It is stored and numbered when this resolves, and on its way to
 * every screen.
 *
 * @throws AppError with `details.reason` (ChatReason); 429 with the seconds to wait
 */
export async function sendMessage(
  services: Db,
  speaker: Speaker,
  slug: string,
  input: SendInput,
): Promise<ChatSent> {
  const { counts } = services.chat;
  try {
    const sent = await (speaker.kind === 'crew'
      ? sendAsCrew(services, speaker, slug, input)
      : sendAsViewer(services, speaker, slug, input));
    counts.accepted += 1;
    return sent;
  } catch (error) {
    counts.refuse(reasonOf(error));
    throw error;
  }
}

async function sendAsCrew(
  services: Db,
  { actor }: Extract<Speaker, { kind: 'crew' }>,
  slug: string,
  input: SendInput,
): Promise<ChatSent> {
  const badge = badgeOf(actor);
  const text = checkedText(input.text);
  const event = await crewChatEvent(services, actor, slug);
  const message = await deliver(services, event.id, {
    writer: { kind: 'crew' },
    name: actorName(actor),
    badge,
    text,
    senderId: null,
  });
  return { message, session: null };
}

async function sendAsViewer(
  services: Db,
  { eventId, viewer, ip }: Extract<Speaker, { kind: 'viewer' }>,
  slug: string,
  input: SendInput,
): Promise<ChatSent> {
  const text = checkedText(input.text);
  const event = await publicChatEvent(services, slug);
  if (event.id !== eventId) throw new AppError('unauthenticated', 'This ticket is for another event.');
  const session = input.session === undefined ? null : openSession(services.secrets, eventId, input.session);
  const checked = checkName(input.name ?? session?.name ?? '', await services.chat.crewNames.of(event));
  if (!checked.ok) throw badInput(checked.fault);
  const address = limitKey(ip);
  const next: ChatSession = session
    ? { ...session, name: checked.value }
    : { event: eventId, id: randomUUID(), since: await databaseNow(services), name: checked.value };
  const message = await deliver(services, eventId, {
    writer: {
      kind: 'viewer',
      viewer,
      session: session && { id: session.id, since: session.since },
      address: services.secrets.lookupHash(`chat-address:${eventId}`, address).toString('hex'),
    },
    name: checked.value,
    badge: null,
    text,
    senderId: next.id,
  });
  return { message, session: signSession(services.secrets, next) };
}

/** A ban is compared with when a session began, so both go by one clock (safety F24). */
async function databaseNow({ chat }: Db): Promise<number> {
  return (await withClaims(chat.sql, purpose('chat'), databaseTime)).getTime();
}

function checkedText(typed: string): string {
  const checked = cleanMessage(typed);
  if (!checked.ok) throw badInput(checked.fault);
  return checked.value;
}

async function deliver(services: Db, eventId: string, message: Outgoing): Promise<ChatMessage> {
  const outcome = await services.chat.outbox.push(eventId, message);
  if (!outcome.ok) throw asError(outcome.refusal);
  return serializeMessage(outcome.message);
}

/** A message as everybody may know it. */
export function serializeMessage({ id, seq, at, name, badge, text }: ChatMessageRow): ChatMessage {
  return { id, seq, at: at.toISOString(), name, badge, text };
}
