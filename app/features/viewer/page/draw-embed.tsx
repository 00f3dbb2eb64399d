import { EmbedPage } from '../EmbedPage';
import type { Playback } from '../player/playback';
import { PlaybackProvider } from '../player/use-playback';
import { enliven } from './enliven';
import type { EmbedData } from './page-data';
import { readPage } from './page-root';

export function draw(playback: Playback): void {
  const page = readPage<EmbedData>();
  if (!page) return;
  enliven(
    page,
    <PlaybackProvider value={playback}>
      <EmbedPage {...page.data} />
    </PlaybackProvider>,
  );
}
