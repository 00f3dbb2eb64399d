import { useState } from 'react';
import type { ChatReason } from '../../../contract/vocabulary';
import { fill } from '../../../core/language';
import { PostError } from '../../realtime/client/json-request';
import type { ChatClient } from './chat-client';
import type { ChatTexts } from './chat-texts';
import { clockOf } from './use-clock';

interface SendState {
  busy: boolean;
  /** Why the last message was not taken, for the person who wrote it; '' when it was. */
  error: string;
  /** The same as a code, where there is one. */
  reason: ChatReason | null;
  /** Before this nothing can be sent; null when waiting does not help. ms of performance.now. */
  waitUntil: number | null;
}

export interface Sending extends SendState {
  /** Resolves with whether it was taken. */
  send: (text: string, name: string | null) => Promise<boolean>;
  reset: () => void;
}

const IDLE: SendState = { busy: false, error: '', reason: null, waitUntil: null };

/** @param slowS how long this person waits after a message that was taken */
export function useSend(client: ChatClient, texts: ChatTexts, locale: string, slowS: number): Sending {
  const [state, setState] = useState(IDLE);
  const send = async (text: string, name: string | null): Promise<boolean> => {
    if (state.busy) return false;
    setState({ ...IDLE, busy: true });
    try {
      await client.send({ text, name });
      setState({ ...IDLE, waitUntil: slowS > 0 ? performance.now() + slowS * 1000 : null });
      return true;
    } catch (error) {
      setState({ busy: false, ...refusalOf(error, texts, locale) });
      return false;
    }
  };
  return { ...state, send, reset: () => setState(IDLE) };
}

/** The sentence to a refusal. The server decides and says why by a code; its sentence is in chat-texts.ts. */
function refusalOf(error: unknown, texts: ChatTexts, locale: string): Omit<SendState, 'busy'> {
  if (!(error instanceof PostError) || error.status === 0)
    return { error: texts.offline, reason: null, waitUntil: null };
  const { reason, until } = error.details;
  const waitUntil = error.retryAfterS === null ? null : performance.now() + error.retryAfterS * 1000;
  if (!isReason(reason, texts)) return { error: error.message, reason: null, waitUntil };
  const mutedUntil = reason === 'muted' && typeof until === 'string' ? new Date(until) : null;
  return {
    reason,
    waitUntil,
    error: mutedUntil
      ? fill(texts.mutedUntil, { time: clockOf(locale).format(mutedUntil) })
      : texts.refusals[reason],
  };
}

function isReason(reason: unknown, texts: ChatTexts): reason is ChatReason {
  return typeof reason === 'string' && reason in texts.refusals;
}
