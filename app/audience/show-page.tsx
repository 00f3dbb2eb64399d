import { ShareButton } from './page/share-button';
import { ThemeButton } from './page/theme-button';
import type { ShowData } from './page/page-data';
import { fill } from './texts/fill';
import { useTexts } from './texts/use-texts';

/** What the frame may do; the same as in the snippet for other sites (docs/embed.md). */
const FRAME_ALLOW = 'autoplay; fullscreen; picture-in-picture';

/** A show's page: the embeddable player in a frame, as any site would have it. */
export function ShowPage({ title, embedUrl }: ShowData) {
  const { player } = useTexts();
  return (
    <div className="show">
      <header className="watch-head">
        <h1 className="grow">{title}</h1>
        <ThemeButton />
        <ShareButton title={title} />
      </header>
      <iframe
        className="show-frame"
        src={embedUrl}
        title={fill(player.picture, { title })}
        allow={FRAME_ALLOW}
      />
    </div>
  );
}
