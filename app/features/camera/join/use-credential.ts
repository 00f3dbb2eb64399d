import { useEffect, useMemo, useState } from 'react';
import { readJoinCode } from '../../../../core/join-code';
import { isWhole, secretInFragment } from './code';
import type { Credential } from './use-event-check';

/**
 * What this phone came with. The QR secret is read from the fragment, which no server ever sees, and taken
 * out of the address at once, so that neither the history nor a shared link holds it (safety T25).
 */
export function useCredential(givenCode: string) {
  const [code, setCode] = useState(readJoinCode(givenCode));
  const [secret, setSecret] = useState<string | null>(null);

  useEffect(() => {
    const found = secretInFragment(location.hash);
    if (!found) return;
    // The router keeps its own place in history.state; only the address changes.
    history.replaceState(history.state, '', location.pathname + location.search);
    // Hydration has drawn the page that the server drew, without a secret; this one follows it.
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
