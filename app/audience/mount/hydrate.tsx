import type { ReactNode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { followTheme } from '../../ui/theme';
import { TextsProvider } from '../texts/use-texts';
import type { Page, PageData } from './page-data';

/** Hydrates what the server rendered. `content` is what the route rendered into PageRoot. */
export function hydrate({ root, data }: Page<PageData>, content: ReactNode): void {
  if (data.theme === null) followTheme();
  // Hidden by bootstrap.ts while the picture came first.
  root.querySelector<HTMLElement>('.player-wait')?.removeAttribute('hidden');
  hydrateRoot(root, <TextsProvider value={data.texts}>{content}</TextsProvider>);
}
