import type { ComponentType } from 'react';
import type { Playback } from '../player/playback';
import { PlaybackProvider } from '../player/use-playback';
import { hydrate } from './hydrate';
import type { Page, PlayerPageData } from './page-data';

/** Apart from hydrate.tsx, so that the page of a show, which frames the player, does not load one itself. */
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
