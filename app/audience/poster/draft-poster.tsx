import { Notice } from '../../ui/notice';
import { useTexts } from '../texts/use-texts';

/** Only the crew gets here: everybody else is told that there is nothing. */
export function DraftPoster() {
  const { page, player } = useTexts();
  return (
    <section className="player player-still" aria-label={player.label}>
      <Notice state="standby" title={page.draftTitle}>
        {page.draftText}
      </Notice>
    </section>
  );
}
