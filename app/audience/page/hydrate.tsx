import type { ReactNode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { followTheme } from '../../ui/theme';
import { TextsProvider } from '../texts/use-texts';
import type { PageData } from './page-data';
import type { Page } from './read-page';

/** Takes over what the server has drawn. */
export function hydrate({ root, data }: Page<PageData>, content: ReactNode): void {
  if (data.theme === null) followTheme();
  // Hidden by begin-page while the picture came first.
  root.querySelector<HTMLElement>('.player-wait')?.removeAttribute('hidden');
  hydrateRoot(root, <TextsProvider value={data.texts}>{content}</TextsProvider>);
}
