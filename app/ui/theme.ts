import { useSyncExternalStore } from 'react';
import { readStored, store } from './stored';

export type Theme = 'dark' | 'light';
const KEY = 'touchline.theme';
const listeners = new Set<() => void>();

function read(): Theme {
  const stored = readStored(KEY);
  if (stored === 'dark' || stored === 'light') return stored;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

function subscribe(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: light)');
  listeners.add(listener);
  system.addEventListener('change', listener);
  // Another page of ours may change it: the one that frames this one, or another tab.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener('change', listener);
    window.removeEventListener('storage', listener);
  };
}

/**
 * The person's theme: what they chose here, or else what their system says. Dark while the server renders
 * (theme-boot.js corrects it before the first paint).
 */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, read, () => 'dark' as const);
  return [theme, keep];
}

function keep(theme: Theme): void {
  store(KEY, theme);
  for (const listener of listeners) listener();
}

/** For pages whose document React does not keep: puts each change of the theme on it. */
export function followTheme(): void {
  subscribe(() => {
    document.documentElement.dataset['theme'] = read();
  });
}

export function switchTheme(): void {
  keep(read() === 'dark' ? 'light' : 'dark');
}
