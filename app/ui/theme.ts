import { useSyncExternalStore } from 'react';

export type Theme = 'dark' | 'light';
const KEY = 'touchline.theme';
const listeners = new Set<() => void>();

function read(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === 'dark' || kept === 'light') return kept;
  } catch {
    // Storage may be closed to us; then the system decides.
  }
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

function subscribe(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: light)');
  listeners.add(listener);
  system.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener('change', listener);
  };
}

/** The person's theme: what they chose here, or else what their system says. Dark while the server draws (theme-boot.js corrects it before the first paint). */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, read, () => 'dark' as const);
  return [theme, keep];
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Not kept then; the page still changes.
    document.documentElement.dataset['theme'] = theme;
  }
  for (const listener of listeners) listener();
}
