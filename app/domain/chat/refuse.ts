import type { ChatReason } from '../../../contract/vocabulary';
import type { ChatDecision } from '../../../core/chat/decide';
import { AppError } from '../../../core/errors';
type Refusal = Exclude<ChatDecision, { ok: true }>;

const SENTENCES: Record<ChatReason, string> = {
  empty: 'Write something first.',
  too_long: 'The message is too long. 500 characters are the most.',
  unfit: 'The message holds characters that cannot be shown.',
  links: 'This chat takes no links.',
  name_missing: 'Choose a name first.',
  name_unfit: 'Choose another name: up to 30 letters or figures.',
  name_taken: 'This name reads like one of the crew. Choose another one.',
  closed: 'The chat is closed.',
  slow: 'Slow mode is on. Wait a moment before the next message.',
  rate: 'That was fast. Wait a moment before the next message.',
  muted: 'A moderator has muted you for a while.',
  banned: 'A moderator has excluded you from this chat.',
};

/** What is wrong with what was sent: a 400 that names the field. */
export function badInput(reason: ChatReason): AppError {
  const field = reason.startsWith('name_') ? 'name' : 'text';
  return new AppError('bad_request', SENTENCES[reason], { details: { reason, field } });
}

/** Too fast: a 429 that says when. */
export function tooFast(reason: 'slow' | 'rate', waitMs: number): AppError {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
  return new AppError('rate_limited', SENTENCES[reason], { details: { reason }, retryAfterS });
}

/** Why a message was not taken, as far as that is a matter of the chat; null for what has another cause. */
export function reasonOf(error: unknown): ChatReason | null {
  const reason = error instanceof AppError ? error.details?.reason : undefined;
  return typeof reason === 'string' && isReason(reason) ? reason : null;
}

function isReason(text: string): text is ChatReason {
  return text in SENTENCES;
}

/** A verdict against somebody, as the API tells it. */
export function asError(refusal: Refusal): AppError {
  switch (refusal.reason) {
    case 'slow':
    case 'rate':
      return tooFast(refusal.reason, refusal.waitMs);
    case 'links':
      return badInput('links');
    case 'closed':
      return new AppError('conflict', SENTENCES.closed, { details: { reason: 'closed' } });
    case 'muted':
    case 'banned': {
      const { reason, until } = refusal;
      const details = until === null ? { reason } : { reason, until: new Date(until).toISOString() };
      return new AppError('forbidden', SENTENCES[reason], { details });
    }
  }
}
