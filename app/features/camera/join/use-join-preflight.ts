import { useCallback, useEffect, useState } from 'react';
import { probeSocket } from './socket-probe';

/** What stands between this phone and filming, before anything is asked of the person. */
export type JoinPreflight = 'checking' | 'open' | 'insecure' | 'socketRefused' | 'offline';

const AGAIN_MS = 3_000;

export function useJoinPreflight(): { gate: JoinPreflight; again: () => void } {
  const [gate, setGate] = useState<JoinPreflight>('checking');
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((n) => n + 1), []);

  useEffect(() => {
    const asked = new AbortController();
    void look(asked.signal).then((found) => {
      if (!asked.signal.aborted) setGate(found);
    });
    return () => asked.abort();
  }, [round]);

  // A network that comes back, or a certificate that was just trusted, opens the gate by itself.
  useEffect(() => {
    if (gate !== 'socketRefused' && gate !== 'offline') return;
    const timer = setInterval(again, AGAIN_MS);
    return () => clearInterval(timer);
  }, [gate, again]);

  return { gate, again };
}

async function look(signal: AbortSignal): Promise<JoinPreflight> {
  if (!window.isSecureContext) return 'insecure';
  const result = await probeSocket(signal);
  return result === 'open' ? 'open' : result === 'refused' ? 'socketRefused' : 'offline';
}
