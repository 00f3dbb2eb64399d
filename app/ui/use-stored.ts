import { useSyncExternalStore } from 'react';
import { readStored, store } from './stored';

/** What this page has read or chosen; what another tab stores meanwhile counts for the next page. */
const held = new Map<string, string | null>();
const listeners = new Set<() => void>();

function hold(key: string): string | null {
  if (!held.has(key)) held.set(key, readStored(key));
  return held.get(key) ?? null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function keep(key: string, value: string): void {
  held.set(key, value);
  store(key, value);
  for (const listener of listeners) listener();
}

/**
 * Values that this browser remembers, by key; null where nothing was stored and while the server renders. The
 * caller renders again with each change of one of `keys`.
 */
export function useStored(keys: readonly string[]): {
  values: readonly (string | null)[];
  keep: (key: string, value: string) => void;
} {
  // Compared as one string: a new array would be a change each time.
  const text = useSyncExternalStore(
    subscribe,
    () => JSON.stringify(keys.map(hold)),
    () => null,
  );
  const values = text === null ? keys.map(() => null) : keys.map(hold);
  return { values, keep };
}
