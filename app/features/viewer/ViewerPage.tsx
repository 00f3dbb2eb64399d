import { useEffect, useMemo } from 'react';
import type { PublicState } from '../../realtime/contract';
import { useRealtimeEventUpdates } from '../../realtime/hooks/use-realtime-event-updates';
import { useRealtimePresence } from '../../realtime/hooks/use-realtime-presence';
import { socketBatches } from '../chat/socket-chat';
import { ScoreLine } from '../score/ScoreLine';
import { ChatPlace } from './page/ChatPlace';
import { heartbeatOf } from './page/heartbeat';
import { ShareButton } from './page/ShareButton';
import { Standing } from './page/Standing';
import { StatusSaid } from './page/StatusSaid';
import { ThemeButton } from './page/ThemeButton';
import { Viewers } from './page/Viewers';
import type { WatchData } from './page/page-data';
import { useAfter } from './page/use-after';
import { PlatformChat, PlatformPlayer } from './places/PlatformFrame';
import { PlaceSwitch } from './places/PlaceSwitch';
import { OWN } from './places/chosen-place';
import { usePlace } from './places/use-place';
import { LivePlayer } from './player/LivePlayer';
import { type Player, usePlayback } from './player/use-playback';
import { AfterShow } from './stills/AfterShow';
import { BeforeShow } from './stills/BeforeShow';
import { DraftStill } from './stills/DraftStill';
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
  const [place, choose] = usePlace(players);
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
            <Standing event={event} />
          </p>
          <StatusSaid status={event.status} />
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
            <PlaceSwitch players={players} place={place ?? OWN} way={player.way} onPlace={choose} />
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
      return <DraftStill />;
    case 'ready':
      return <BeforeShow startsAt={event.startsAt} />;
    case 'live':
      return <LivePlayer title={event.title} player={player} />;
    case 'ended':
      return <AfterShow title={event.title} after={after} score={score} />;
  }
}
