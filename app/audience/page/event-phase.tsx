import type { PublicState } from '../../../contract/messages';
import { useNow } from '../../ui/clock';
import { elapsed } from '../../ui/format';
import { fill } from '../texts/fill';
import { useTexts } from '../texts/use-texts';

/** How the event stands, in a line beneath its title. */
export function EventPhase({ event }: { event: PublicState['event'] }) {
  const { page } = useTexts();
  const now = useNow();
  switch (event.status) {
    case 'draft':
      return page.draft;
    case 'ready':
      return page.notYet;
    case 'live': {
      const time = elapsed(event.liveSince, now);
      return time ? fill(page.onAirFor, { time }) : page.onAir;
    }
    case 'ended':
      return page.ended;
  }
}
