import { useState } from 'react';
import { ScoreLine } from '../../features/score/score-line';
import { ChatArea } from '../chat-area';
import { StatusAnnouncer, Viewers } from '../event-status';
import type { EmbedData } from '../mount/page-data';
import { LivePlayer } from '../player/live-player';
import { usePackets, usePlayback } from '../player/use-playback';
import { AfterPoster, BeforePoster } from '../poster/poster';
import { useAfter } from '../poster/use-after';
import { useTexts } from '../texts/use-texts';
import { ChatBatches } from './chat-batches';
import { ChatToggle, useChatShown } from './chat-toggle';
import { useHeartbeat } from './use-heartbeat';
import { useKnown } from './use-known';
import { useCommands, useTold } from './use-parent';
import { useStandIn } from './use-stand-in';

/**
 * The player that other sites embed: picture, chat and count in one frame, over one connection. It has no
 * cookie and keeps nothing, so that it works where the browser gives a foreign frame neither.
 */
export function EmbedPage({ slug, initial, after: afterAtFirst, chat: chatAtFirst }: EmbedData) {
  const [batches] = useState(() => new ChatBatches());
  const { snapshot, viewers, learn, hear } = useKnown(initial, batches.take);
  const { scoreTexts } = useTexts();
  const { event, score } = snapshot.state;
  const player = usePlayback(event.status, true);
  usePackets(hear);
  useStandIn(slug, initial, player.joined, learn, batches.take);
  useHeartbeat(slug, event.status === 'ready' || event.status === 'live', learn);
  const after = useAfter(slug, event.status, afterAtFirst);
  const chat = useChatShown(chatAtFirst);
  const toggle = chat.state === 'off' ? null : <ChatToggle chat={chat} />;
  const room = event.slug;
  const [status] = useState(initial.state.event.status);

  useTold(status === 'draft' ? null : { type: 'ready', room, status });
  useTold(event.status === 'live' || event.status === 'ended' ? { type: event.status, room } : null);
  useTold({ type: 'sound', room, muted: player.muted });
  useTold({ type: 'way', room, way: player.transport });
  useTold(chat.shown === null ? null : { type: 'chat', room, shown: chat.shown });
  useCommands((command) => {
    switch (command) {
      case 'mute':
      case 'unmute':
        return player.setMuted(command === 'mute');
      case 'showChat':
      case 'hideChat':
        return chat.show(command === 'showChat');
    }
  });
  return (
    <div className="embed" data-chat={chat.state}>
      <h1 className="visually-hidden">{event.title}</h1>
      <StatusAnnouncer status={event.status} />
      {event.status === 'live' ? (
        <LivePlayer
          title={event.title}
          player={player}
          over={score ? <ScoreLine score={score} texts={scoreTexts} look="short" /> : null}
        >
          <Viewers viewers={viewers} />
          {toggle}
        </LivePlayer>
      ) : event.status === 'ended' ? (
        <div className="embed-after">
          <AfterPoster title={event.title} after={after} score={score} corner={toggle} />
        </div>
      ) : (
        <BeforePoster startsAt={event.startsAt} corner={toggle} />
      )}
      {chat.state === 'off' ? null : <ChatArea slug={slug} subscribe={batches.subscribe} crewName={null} />}
    </div>
  );
}
