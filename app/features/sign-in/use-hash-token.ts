import { useSyncExternalStore } from 'react';

/**
 * The token in the address's fragment, which no browser sends and no log holds; null while the server draws.
 * Only letters of a token count: what else stands there is none.
 */
export function useHashToken(): string | null {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed);
      return () => removeEventListener('hashchange', changed);
    },
    () => /^#([A-Za-z0-9_-]{20,200})$/.exec(location.hash)?.[1] ?? '',
    () => null,
  );
}
