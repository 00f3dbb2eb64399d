import { useSyncExternalStore } from 'react';

/**
 * What a click on a tile does: cut at once (for who starts), or set it on preview (for who is used to a
 * switcher).
 */
export type ClickMode = 'cut' | 'preview';

const KEY = 'touchline.click';
const listeners = new Set<() => void>();
let chosen: ClickMode | null = null;

function read(): ClickMode {
  if (chosen) return chosen;
  try {
    return localStorage.getItem(KEY) === 'preview' ? 'preview' : 'cut';
  } catch {
    return 'cut';
  }
}

function choose(mode: ClickMode): void {
  chosen = mode;
  try {
    localStorage.setItem(KEY, mode);
  } catch {
    // Not remembered then; it still holds for this visit.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useClickMode(): [ClickMode, (mode: ClickMode) => void] {
  return [useSyncExternalStore(subscribe, read, () => 'cut' as const), choose];
}
