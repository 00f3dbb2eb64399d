import { useCallback, useEffect, useState } from 'react';

/**
 * Times of day as `19:41` in the reader's language and zone; '' in the first render, because the server does
 * not know the zone.
 */
export function useClock(locale: string): (iso: string) => string {
  const [format, setFormat] = useState<Intl.DateTimeFormat | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setFormat(clockOf(locale)), 0);
    return () => clearTimeout(timer);
  }, [locale]);
  return useCallback((iso) => (format ? format.format(new Date(iso)) : ''), [format]);
}

export function clockOf(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
}

/** Whole seconds until a moment (ms of performance.now), counted down; 0 when it has come or is null. */
export function useSecondsUntil(moment: number | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const look = () =>
      setLeft(moment === null ? 0 : Math.max(0, Math.ceil((moment - performance.now()) / 1000)));
    const first = setTimeout(look, 0);
    const timer = moment === null ? undefined : setInterval(look, 250);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [moment]);
  return left;
}
