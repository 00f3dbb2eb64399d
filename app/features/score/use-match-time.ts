import { useEffect, useState } from 'react';
import type { MatchClock } from '../../../contract/score';
import { clockAt, matchTime } from '../../../core/score';
import { serverNow } from '../../realtime/client/server-clock';

/**
 * What the clock shows, such as `63:12`, from second to second; computed here, for nobody sends ticks. Null
 * while the server renders a running one, so that both sides render the same.
 */
export function useMatchTime({ ms, startedAt }: MatchClock): string | null {
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    if (startedAt === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const now = serverNow();
      setNowMs(now);
      // At the start of its next second.
      timer = setTimeout(tick, 1000 - (clockAt({ ms, startedAt }, now) % 1000));
    };
    timer = setTimeout(tick, 0);
    return () => clearTimeout(timer);
  }, [ms, startedAt]);
  if (startedAt !== null && nowMs === null) return null;
  return matchTime(clockAt({ ms, startedAt }, nowMs ?? 0));
}
