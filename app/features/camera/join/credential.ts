import { useEffect, useMemo, useState } from 'react';
import { JOIN_CODE_LENGTH, readJoinCode } from '../../../../core/join-code';
import { type AnswerOf, api } from '../../../api/client';
import { PostError } from '../../../realtime/client/json-request';

/**
 * The credential that this phone joins with. The QR secret is read from the fragment, which is never sent,
 * and removed from the address at once, so that neither history nor a shared link contains it (safety T25).
 */
export function useCredential(givenCode: string) {
  const [code, setCode] = useState(readJoinCode(givenCode));
  const [secret, setSecret] = useState<string | null>(null);

  useEffect(() => {
    const found = secretInFragment(location.hash);
    if (!found) return;
    // history.state belongs to the router; only the address changes.
    history.replaceState(history.state, '', location.pathname + location.search);
    // After hydration, which must render what the server rendered: a page without a secret.
    queueMicrotask(() => setSecret(found));
  }, []);

  const credential = useMemo<Credential | null>(() => {
    if (secret) return { secret };
    return isWhole(code) ? { code } : null;
  }, [secret, code]);

  const typed = (next: string) => {
    setSecret(null);
    setCode(next);
  };
  return { code, setCode: typed, scanned: secret !== null, credential };
}

/** The code in pasted text: an address such as https://host/join/K7QM-2RXD#…, or the code itself. */
export function readPasted(text: string): string {
  const inAddress = /\/join\/([^/?#\s]+)/i.exec(text)?.[1];
  return readJoinCode(inAddress ?? text);
}

export function isWhole(code: string): boolean {
  return code.length === JOIN_CODE_LENGTH;
}

/**
 * The QR secret in an address’s fragment, 22 characters of base64url for its 128 bits; null for anything
 * else.
 */
export function secretInFragment(hash: string): string | null {
  const value = hash.replace(/^#/, '');
  return /^[A-Za-z0-9_-]{16,128}$/.test(value) ? value : null;
}

/** The typed code, or the secret of the QR code. */
export type Credential = { code: string } | { secret: string };

export type JoinableEvent = AnswerOf<'POST /api/join/check'>;

export type EventCheck =
  | { state: 'none' }
  | { state: 'asking' }
  | { state: 'found'; event: JoinableEvent }
  | { state: 'refused'; text: string };

/** Asks which event a credential is for and shows its title, so that nobody films the neighbours’ match. */
export function useEventCheck(credential: Credential | null): EventCheck {
  const [answer, setAnswer] = useState<{ for: Credential; check: EventCheck } | null>(null);
  useEffect(() => {
    if (!credential) return;
    const asked = new AbortController();
    const settle = (check: EventCheck) => {
      if (!asked.signal.aborted) setAnswer({ for: credential, check });
    };
    api('POST /api/join/check', { body: credential, signal: asked.signal }).then(
      (event) => settle({ state: 'found', event }),
      (error: unknown) => settle({ state: 'refused', text: refusalText(error) }),
    );
    return () => asked.abort();
  }, [credential]);
  if (!credential) return { state: 'none' };
  return answer?.for === credential ? answer.check : { state: 'asking' };
}

function refusalText(error: unknown): string {
  return error instanceof PostError ? error.message : 'The code could not be checked. Try again.';
}
