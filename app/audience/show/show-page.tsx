import { fill } from '../../../core/language';
import type { ShowData } from '../mount/page-data';
import { PageHeader } from '../page-header';
import { useTexts } from '../texts/use-texts';

/** What the frame may do; the same as in the snippet for other sites (docs/embed.md). */
const FRAME_ALLOW = 'autoplay; fullscreen; picture-in-picture';

/** A show's page: the embeddable player in a frame, as any site would have it. */
export function ShowPage({ title, embedUrl }: ShowData) {
  const { player } = useTexts();
  return (
    <div className="show">
      <PageHeader title={title}>
        <h1 className="grow">{title}</h1>
      </PageHeader>
      <iframe
        className="show-frame"
        src={embedUrl}
        title={fill(player.picture, { title })}
        allow={FRAME_ALLOW}
      />
    </div>
  );
}
