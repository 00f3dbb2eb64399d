import type { Playback } from '../player/playback';
import { PlaybackProvider } from '../player/use-playback';
import { ViewerPage } from '../ViewerPage';
import { enliven } from './enliven';
import type { WatchData } from './page-data';
import { readPage } from './page-root';

export function draw(playback: Playback): void {
  const page = readPage<WatchData>();
  if (!page) return;
  enliven(
    page,
    <PlaybackProvider value={playback}>
      <ViewerPage {...page.data} />
    </PlaybackProvider>,
  );
}
