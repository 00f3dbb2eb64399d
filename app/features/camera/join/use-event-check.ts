import { useEffect, useState } from 'react';
import type { EventStatus } from '../../../../contract/vocabulary';
import { PostError, postJson } from '../../../realtime/client/json-request';

/** What opens the door: the typed code, or the secret of the QR code. */
export type Credential = { code: string } | { secret: string };

export interface JoinableEvent {
  title: string;
  slug: string;
  status: EventStatus;
}

export type EventCheck =
  | { state: 'none' }
  | { state: 'asking' }
  | { state: 'found'; event: JoinableEvent }
  | { state: 'refused'; words: string };

/** Asks for which event a credential opens, so that nobody films the neighbours' match. */
export function useEventCheck(credential: Credential | null): EventCheck {
  const [answer, setAnswer] = useState<{ for: Credential; check: EventCheck } | null>(null);
  useEffect(() => {
    if (!credential) return;
    const asked = new AbortController();
    const settle = (check: EventCheck) => {
      if (!asked.signal.aborted) setAnswer({ for: credential, check });
    };
    postJson<JoinableEvent>('/api/join/check', credential, { signal: asked.signal }).then(
      (event) => settle({ state: 'found', event }),
      (error: unknown) => settle({ state: 'refused', words: wordsOf(error) }),
    );
    return () => asked.abort();
  }, [credential]);
  if (!credential) return { state: 'none' };
  return answer?.for === credential ? answer.check : { state: 'asking' };
}

function wordsOf(error: unknown): string {
  return error instanceof PostError ? error.message : 'The code could not be checked. Try again.';
}
