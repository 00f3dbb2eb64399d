import type { ChatReason } from '../../../contract/messages';
import { fill } from '../../../core/language';
import { PostError } from '../../realtime/client/json-request';
import { clockOf } from './use-clock';
import type { ChatTexts } from './chat-texts';

/** Why a message was not taken, for the person who wrote it. */
export interface Refusal {
  sentence: string;
  reason: ChatReason | null;
  /** When it may be tried again; null when waiting does not help. */
  waitUntil: number | null;
}

export function refusalOf(error: unknown, words: ChatTexts, locale: string, now: number): Refusal {
  if (!(error instanceof PostError) || error.status === 0)
    return { sentence: words.offline, reason: null, waitUntil: null };
  const { reason, until } = error.details;
  const waitUntil = error.retryAfterS === null ? null : now + error.retryAfterS * 1000;
  if (!isReason(reason, words)) return { sentence: error.message, reason: null, waitUntil };
  const mutedUntil = reason === 'muted' && typeof until === 'string' ? new Date(until) : null;
  return {
    reason,
    waitUntil,
    sentence: mutedUntil
      ? fill(words.mutedUntil, { time: clockOf(locale).format(mutedUntil) })
      : words.refusals[reason],
  };
}

function isReason(reason: unknown, words: ChatTexts): reason is ChatReason {
  return typeof reason === 'string' && reason in words.refusals;
}
