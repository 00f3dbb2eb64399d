import type { Playback } from '../player/playback';
import { PlaybackProvider } from '../player/use-playback';
import { ViewerPage } from '../viewer-page';
import { hydrate } from './hydrate';
import type { WatchData } from './page-data';
import { readPage } from './read-page';

export function renderWatch(playback: Playback): void {
  const page = readPage<WatchData>();
  if (!page) return;
  hydrate(
    page,
    <PlaybackProvider value={playback}>
      <ViewerPage {...page.data} />
    </PlaybackProvider>,
  );
}
