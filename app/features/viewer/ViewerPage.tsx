import { Eye } from 'lucide-react';
import type { PublicState, Snapshot } from '../../realtime/contract';
import { useRealtimeEventUpdates } from '../../realtime/hooks/use-realtime-event-updates';
import { useRealtimePresence } from '../../realtime/hooks/use-realtime-presence';
import { useNow } from '../../ui/clock';
import { elapsed } from '../../ui/format';
import { Notice } from '../../ui/notice';
import { ThemeToggle } from '../../ui/theme-toggle';
import { AfterShow, BeforeShow } from './Stills';
import { Player } from './Player';
import { ShareButton } from './ShareButton';

interface Props {
  slug: string;
  initial: Snapshot<'public'>;
}

/** The picture first; what there is to know about it beneath. Nothing else moves. */
export function ViewerPage({ slug, initial }: Props) {
  const { state } = useRealtimeEventUpdates({ audience: 'public', slug, initial });
  const { viewers } = useRealtimePresence({ slug });
  const { event } = state ?? initial.state;
  return (
    <div className="watch">
      <main className="watch-main">
        <Screen event={event} slug={slug} />
        <header className="watch-head">
          <div className="grow">
            <h1>{event.title}</h1>
            <Standing event={event} />
          </div>
          {viewers === null ? null : (
            <p className="watch-viewers" aria-live="off">
              <Eye className="icon" aria-hidden="true" />
              <b className="num">{viewers.toLocaleString('en-GB')}</b> watching
            </p>
          )}
          <ThemeToggle />
          <ShareButton title={event.title} />
        </header>
      </main>
    </div>
  );
}

function Screen({ event, slug }: { event: PublicState['event']; slug: string }) {
  switch (event.status) {
    case 'draft':
      return (
        <section className="player player-still" aria-label="Player">
          <Notice state="standby" title="Only the crew sees this page">
            The event is a draft. Publish it, and everybody with the address sees when it starts.
          </Notice>
        </section>
      );
    case 'ready':
      return <BeforeShow startsAt={event.startsAt} />;
    case 'live':
      return <Player slug={slug} title={event.title} />;
    case 'ended':
      return <AfterShow />;
  }
}

function Standing({ event }: { event: PublicState['event'] }) {
  const now = useNow();
  switch (event.status) {
    case 'draft':
      return <p className="text-3">Draft</p>;
    case 'ready':
      return <p className="text-3">Not on the air yet</p>;
    case 'live': {
      const forHowLong = elapsed(event.liveSince, now);
      return (
        <p className="text-3">
          On the air{forHowLong ? ' for ' : ''}
          {forHowLong ? <time>{forHowLong}</time> : null}
        </p>
      );
    }
    case 'ended':
      return <p className="text-3">Ended</p>;
  }
}
