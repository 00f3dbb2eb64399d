import { useState } from 'react';
import type { ChatReason } from '../../../contract/messages';
import { refusalOf } from './refusal';
import type { ChatTransport } from './transport';
import type { ChatTexts } from './chat-texts';

export interface Sending {
  busy: boolean;
  /** What was wrong with the last one; '' when nothing was. */
  fault: string;
  /** The same as a code, where there is one. */
  reason: ChatReason | null;
  /** Before this nothing can be sent. */
  waitUntil: number | null;
  /** Resolves with whether it was taken. */
  send: (text: string, name: string | null) => Promise<boolean>;
  forget: () => void;
}

interface State {
  busy: boolean;
  fault: string;
  reason: ChatReason | null;
  waitUntil: number | null;
}

const IDLE: State = { busy: false, fault: '', reason: null, waitUntil: null };

/** @param slowS how long this person waits after a message that was taken */
export function useSend(transport: ChatTransport, words: ChatTexts, locale: string, slowS: number): Sending {
  const [state, setState] = useState(IDLE);
  const send = async (text: string, name: string | null): Promise<boolean> => {
    if (state.busy) return false;
    setState({ ...IDLE, busy: true });
    try {
      await transport.send({ text, name });
      setState({ ...IDLE, waitUntil: slowS > 0 ? Date.now() + slowS * 1000 : null });
      return true;
    } catch (error) {
      const { sentence, reason, waitUntil } = refusalOf(error, words, locale, Date.now());
      setState({ busy: false, fault: sentence, reason, waitUntil });
      return false;
    }
  };
  return { ...state, send, forget: () => setState(IDLE) };
}
