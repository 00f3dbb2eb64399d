import { EmbedPage } from '../embed-page';
import type { Playback } from '../player/playback';
import { PlaybackProvider } from '../player/use-playback';
import { hydrate } from './hydrate';
import type { EmbedData } from './page-data';
import { readPage } from './read-page';

export function renderEmbed(playback: Playback): void {
  const page = readPage<EmbedData>();
  if (!page) return;
  hydrate(
    page,
    <PlaybackProvider value={playback}>
      <EmbedPage {...page.data} />
    </PlaybackProvider>,
  );
}
