import { useEffect, useState } from 'react';

/**
 * The current time in ms, updated every `everyMs`; null while the server renders, so that both render the
 * same.
 * @param clock the server's where its times are counted from: this device's may be off by hours
 */
export function useNow(everyMs = 1000, clock: () => number = Date.now): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setNow(clock());
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, everyMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [everyMs, clock]);
  return now;
}

/** Seconds since `active` became true; 0 while it is not. */
export function useElapsedS(active: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!active) return;
    const startMs = performance.now();
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - startMs) / 1000)), 250);
    return () => {
      clearInterval(timer);
      setSeconds(0);
    };
  }, [active]);
  return active ? seconds : 0;
}
