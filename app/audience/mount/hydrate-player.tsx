import type { ComponentType } from 'react';
import type { Playback } from '../player/playback';
import { PlaybackProvider } from '../player/use-playback';
import { hydrate } from './hydrate';
import type { Page, PlayerPageData } from './page-data';

/** Stands alone: hydrate.tsx is loaded by a show's page too, which frames the player and has none itself. */
export function hydratePlayer<D extends PlayerPageData>(
  page: Page<D>,
  PlayerPage: ComponentType<D>,
  playback: Playback,
): void {
  hydrate(
    page,
    <PlaybackProvider value={playback}>
      <PlayerPage {...page.data} />
    </PlaybackProvider>,
  );
}
