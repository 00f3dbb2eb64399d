import { useEffect, useMemo } from 'react';
import type { PublicState } from '../../contract/messages';
import { useRealtimeEventUpdates } from '../realtime/client/use-realtime-event-updates';
import { useRealtimePresence } from '../realtime/client/use-realtime-presence';
import { socketBatches } from '../features/chat/socket-chat';
import { ScoreLine } from '../features/score/score-line';
import { ChatPlace } from './page/chat-place';
import { heartbeatOf } from './page/heartbeat';
import { ShareButton } from './page/share-button';
import { EventPhase } from './page/event-phase';
import { StatusAnnouncer } from './page/status-announcer';
import { ThemeButton } from './page/theme-button';
import { Viewers } from './page/viewers';
import type { WatchData } from './page/page-data';
import { useAfter } from './page/use-after';
import { PlatformChat, PlatformPlayer } from './surface/platform-frame';
import { SurfaceSwitch } from './surface/surface-switch';
import { OWN } from './surface/chosen-surface';
import { useSurface } from './surface/use-surface';
import { LivePlayer } from './player/live-player';
import { type Player, usePlayback } from './player/use-playback';
import { AfterShow } from './poster/after-show';
import { BeforeShow } from './poster/before-show';
import { DraftPoster } from './poster/draft-poster';
import { useTexts } from './texts/use-texts';

/** The picture first; what there is to know about it beneath; the chat beside it. Nothing else moves. */
export function ViewerPage({ slug, initial, after: afterAtFirst, crewName }: WatchData) {
  const { state, link } = useRealtimeEventUpdates({ audience: 'public', slug, initial });
  const { viewers } = useRealtimePresence({ slug });
  useEffect(() => {
    if (link === 'online') heartbeatOf(slug).handOver();
  }, [slug, link]);
  const { scoreWords } = useTexts();
  const { event, players, score } = state ?? initial.state;
  // When it is over, the score belongs to what there is to tell.
  const line = event.status === 'ended' ? null : score;
  const [place, choose] = useSurface(players);
  const player = usePlayback(event.status, place === null ? null : place === OWN);
  const batches = useMemo(() => socketBatches('public', slug), [slug]);
  const after = useAfter(slug, event.status, afterAtFirst);
  const platform = event.status === 'live' ? players.find(({ plugin }) => plugin === place) : undefined;
  return (
    <div className="watch" data-score={line !== null}>
      <header className="watch-head">
        <div className="grow">
          <h1>{event.title}</h1>
          <p>
            <EventPhase event={event} />
          </p>
          <StatusAnnouncer status={event.status} />
        </div>
        <ThemeButton />
        <ShareButton title={event.title} />
      </header>
      <main className="watch-main">
        {platform ? (
          <PlatformPlayer player={platform} />
        ) : (
          <Screen event={event} player={player} after={after} score={score} />
        )}
        {line ? <ScoreLine score={line} words={scoreWords} look="names" /> : null}
        <div className="watch-bar">
          {event.status === 'live' ? (
            <SurfaceSwitch players={players} place={place ?? OWN} way={player.way} onPlace={choose} />
          ) : null}
          <span className="grow" />
          <Viewers viewers={viewers} />
        </div>
      </main>
      {platform ? (
        <PlatformChat player={platform} />
      ) : event.status === 'draft' ? null : (
        <ChatPlace slug={slug} subscribe={batches} crewName={crewName} />
      )}
    </div>
  );
}

interface ScreenProps {
  event: PublicState['event'];
  player: Player;
  after: WatchData['after'];
  score: PublicState['score'];
}

function Screen({ event, player, after, score }: ScreenProps) {
  switch (event.status) {
    case 'draft':
      return <DraftPoster />;
    case 'ready':
      return <BeforeShow startsAt={event.startsAt} />;
    case 'live':
      return <LivePlayer title={event.title} player={player} />;
    case 'ended':
      return <AfterShow title={event.title} after={after} score={score} />;
  }
}
