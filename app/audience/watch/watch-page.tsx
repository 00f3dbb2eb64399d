import { useEffect, useMemo } from 'react';
import type { PublicPlayer, PublicState } from '../../../contract/messages';
import { playerAddress } from '../../../core/embedding';
import { fill } from '../../../core/language';
import { socketBatches } from '../../features/chat/chat-client';
import { ScoreLine } from '../../features/score/score-line';
import {
  useRealtimeEventUpdates,
  useRealtimePresence,
} from '../../realtime/client/use-realtime-event-updates';
import { ChatArea } from '../chat-area';
import { EventPhase, StatusAnnouncer, Viewers } from '../event-status';
import { heartbeatOf } from '../mount/heartbeat';
import type { WatchData } from '../mount/page-data';
import { PageHeader } from '../page-header';
import { LivePlayer } from '../player/live-player';
import { type Player, usePlayback } from '../player/use-playback';
import { AfterPoster, BeforePoster, DraftPoster } from '../poster/poster';
import { useAfter } from '../poster/use-after';
import { useTexts } from '../texts/use-texts';
import { OWN } from './chosen-surface';
import { SurfaceSwitch, useSurface } from './surface-switch';

/** The picture first; what there is to know about it beneath; the chat next to it. Nothing else moves. */
export function WatchPage({ slug, initial, after: afterAtFirst, crewName }: WatchData) {
  const { state, link } = useRealtimeEventUpdates({ audience: 'public', slug, initial });
  const { viewers } = useRealtimePresence({ slug });
  useEffect(() => {
    if (link === 'online') heartbeatOf(slug).handOver();
  }, [slug, link]);
  const { scoreTexts } = useTexts();
  const { event, players, score } = state ?? initial.state;
  // After the event the score is part of the poster.
  const line = event.status === 'ended' ? null : score;
  const [surface, choose] = useSurface(players);
  const player = usePlayback(event.status, surface === null ? null : surface === OWN);
  const batches = useMemo(() => socketBatches('public', slug), [slug]);
  const after = useAfter(slug, event.status, afterAtFirst);
  const platform = event.status === 'live' ? players.find(({ plugin }) => plugin === surface) : undefined;
  return (
    <div className="watch" data-score={line !== null}>
      <PageHeader title={event.title}>
        <div className="grow">
          <h1>{event.title}</h1>
          <p>
            <EventPhase event={event} />
          </p>
          <StatusAnnouncer status={event.status} />
        </div>
      </PageHeader>
      <main className="watch-main">
        {platform ? (
          <PlatformPlayer player={platform} />
        ) : (
          <Screen event={event} player={player} after={after} score={score} />
        )}
        {line ? <ScoreLine score={line} texts={scoreTexts} look="names" /> : null}
        <div className="watch-bar">
          {event.status === 'live' ? (
            <SurfaceSwitch
              players={players}
              surface={surface ?? OWN}
              transport={player.transport}
              onSurface={choose}
            />
          ) : null}
          <span className="grow" />
          <Viewers viewers={viewers} />
        </div>
      </main>
      {platform ? (
        <PlatformChat player={platform} />
      ) : event.status === 'draft' ? null : (
        <ChatArea slug={slug} subscribe={batches} crewName={crewName} />
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
      return <BeforePoster startsAt={event.startsAt} />;
    case 'live':
      return <LivePlayer title={event.title} player={player} />;
    case 'ended':
      return <AfterPoster title={event.title} after={after} score={score} />;
  }
}

/**
 * What a platform's frame may do: play, keep its own sign-in and open its own windows, but never lead this
 * page somewhere else. It is what Twitch's own script asks for its frames, and YouTube's player and chat need
 * no more.
 */
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-presentation ' +
  'allow-storage-access-by-user-activation';

/** The platform's own player. YouTube shows error 153 without a referrer. */
export function PlatformPlayer({ player }: { player: PublicPlayer }) {
  const texts = useTexts();
  return (
    <section className="player" aria-label={texts.player.label}>
      <iframe
        className="platform-frame"
        src={playerAddress(player.playerUrl, location.hostname)}
        title={fill(texts.places.playerOf, { place: player.label })}
        sandbox={SANDBOX}
        allow="autoplay; fullscreen; picture-in-picture; encrypted-media"
        referrerPolicy="strict-origin-when-cross-origin"
      />
    </section>
  );
}

/** The platform's own chat goes with its player: what is written here would be seconds ahead of it. */
export function PlatformChat({ player }: { player: PublicPlayer }) {
  const { places } = useTexts();
  const title = fill(places.chatOf, { place: player.label });
  return (
    <aside className="chat-place" aria-label={title}>
      {player.chatUrl === null ? (
        <p className="chat-place-note">{fill(places.noChat, { place: player.label })}</p>
      ) : (
        <iframe
          className="platform-frame"
          src={playerAddress(player.chatUrl, location.hostname)}
          title={title}
          sandbox={SANDBOX}
          referrerPolicy="strict-origin-when-cross-origin"
        />
      )}
    </aside>
  );
}
