import { randomUUID } from 'node:crypto';
import type { ChatMessage, ChatSent } from '../../../contract/messages';
import type { ChatReason } from '../../../contract/vocabulary';
import { limitKey } from '../../../core/address';
import type { ChatDecision } from '../../../core/chat/decide';
import { CHAT_REFUSALS } from '../../../core/chat/refusals';
import { checkName } from '../../../core/chat/name';
import { cleanMessage } from '../../../core/chat/text';
import { AppError } from '../../../core/errors';
import { purpose, withClaims } from '../../../db/claims';
import { databaseTime } from '../../../db/connect';
import type { Services } from '../../services';
import { actorName } from '../access';
import { serializeMessage } from './chat-history';
import {
  badgeOf,
  type ChatSession,
  crewChatEvent,
  openSession,
  publicChatEvent,
  signSession,
  type Speaker,
} from './chat-identity';
import type { Outgoing } from './write-batcher';

type SendServices = Pick<Services, 'chat' | 'secrets'>;

export interface SendInput {
  text: string;
  /** Of a viewer; if omitted, the name that the session used last. */
  name?: string | undefined;
  /** From an earlier answer. */
  session?: string | undefined;
}

/**
 * Sends a message, if everything allows it: the text, the name, the rate limits of its sender, of its address
 * and of the event, and what moderators have set. It is stored and numbered when this resolves, and on its
 * way to every screen.
 *
 * @throws AppError with `details.reason` (ChatReason); 429 with the seconds to wait
 */
export async function sendMessage(
  services: SendServices,
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
  services: SendServices,
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
  services: SendServices,
  { eventId, viewer, ip }: Extract<Speaker, { kind: 'viewer' }>,
  slug: string,
  input: SendInput,
): Promise<ChatSent> {
  const text = checkedText(input.text);
  const event = await publicChatEvent(services, slug);
  if (event.id !== eventId) throw new AppError('unauthenticated', 'This ticket is for another event.');
  const session = input.session === undefined ? null : openSession(services.secrets, eventId, input.session);
  const checked = checkName(input.name ?? session?.name ?? '', await services.chat.crewNames.of(event));
  if (!checked.ok) throw badInput(checked.reason);
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

/** A ban is compared with the start of a session, so both use one clock (safety F24). */
async function databaseNow({ chat }: SendServices): Promise<number> {
  return (await withClaims(chat.sql, purpose('chat'), databaseTime)).getTime();
}

function checkedText(typed: string): string {
  const checked = cleanMessage(typed);
  if (!checked.ok) throw badInput(checked.reason);
  return checked.value;
}

async function deliver(services: SendServices, eventId: string, message: Outgoing): Promise<ChatMessage> {
  const outcome = await services.chat.writeBatcher.push(eventId, message);
  if (!outcome.ok) throw asError(outcome.refusal);
  return serializeMessage(outcome.message);
}

type Refusal = Exclude<ChatDecision, { ok: true }>;

/** An unusable text or name: a 400 that names the field. */
function badInput(reason: ChatReason): AppError {
  const field = reason.startsWith('name_') ? 'name' : 'text';
  return new AppError('bad_request', CHAT_REFUSALS[reason], { details: { reason, field } });
}

/** Too fast: a 429 that says when to try again. */
export function tooFast(reason: 'slow' | 'rate', waitMs: number): AppError {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  return new AppError('rate_limited', CHAT_REFUSALS[reason], { details: { reason }, retryAfterS });
}

/** The reason for which the chat refused a message; null for any other error. */
function reasonOf(error: unknown): ChatReason | null {
  const reason = error instanceof AppError ? error.details?.reason : undefined;
  return typeof reason === 'string' && isReason(reason) ? reason : null;
}

function isReason(text: string): text is ChatReason {
  return text in CHAT_REFUSALS;
}

/** A refusal as an error of the API. */
function asError(refusal: Refusal): AppError {
  switch (refusal.reason) {
    case 'slow':
    case 'rate':
      return tooFast(refusal.reason, refusal.waitMs);
    case 'links':
      return badInput('links');
    case 'closed':
      return new AppError('conflict', CHAT_REFUSALS.closed, { details: { reason: 'closed' } });
    case 'muted':
    case 'banned': {
      const { reason, until } = refusal;
      const details = until === null ? { reason } : { reason, until: new Date(until).toISOString() };
      return new AppError('forbidden', CHAT_REFUSALS[reason], { details });
    }
  }
}
