import { MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { ScoreLine } from '../../features/score/score-line';
import { IconButton } from '../../ui/button';
import { ChatArea } from '../chat-area';
import { StatusAnnouncer, Viewers } from '../event-status';
import type { EmbedData } from '../mount/page-data';
import { LivePlayer } from '../player/live-player';
import { usePackets, usePlayback } from '../player/use-playback';
import { AfterPoster, BeforePoster } from '../poster/poster';
import { useAfter } from '../poster/use-after';
import { useTexts } from '../texts/use-texts';
import { ChatBatches, useHeartbeat, useKnown, useStandIn } from './embed-news';
import { useParentCommands, useParentMessage } from './parent-window';

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

  useParentMessage(status === 'draft' ? null : { type: 'ready', room, status });
  useParentMessage(event.status === 'live' || event.status === 'ended' ? { type: event.status, room } : null);
  useParentMessage({ type: 'sound', room, muted: player.muted });
  useParentMessage({ type: 'way', room, way: player.transport });
  useParentMessage(chat.shown === null ? null : { type: 'chat', room, shown: chat.shown });
  useParentCommands({
    mute: () => player.setMuted(true),
    unmute: () => player.setMuted(false),
    showChat: () => chat.show(true),
    hideChat: () => chat.show(false),
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

/** auto: the frame's own shape decides (embed-page.css); off: there is none. */
type ChatState = EmbedData['chat'] | 'shown';

interface ChatShown {
  state: ChatState;
  /** Null until somebody chose: the shape of the frame decides. */
  shown: boolean | null;
  show: (shown: boolean) => void;
  toggle: () => void;
}

/**
 * A frame of the picture's own shape has no room next to it: there the chat lies over the picture, on demand.
 */
const NO_ROOM = '(min-aspect-ratio: 4/3) and (max-aspect-ratio: 2/1)';

function useChatShown(first: EmbedData['chat']): ChatShown {
  const [state, setState] = useState<ChatState>(first);
  const show = (shown: boolean) => setState((now) => (now === 'off' ? 'off' : shown ? 'shown' : 'hidden'));
  return {
    state,
    shown: state === 'auto' || state === 'off' ? null : state === 'shown',
    show,
    toggle: () => show(state === 'auto' ? matchMedia(NO_ROOM).matches : state === 'hidden'),
  };
}

function ChatToggle({ chat }: { chat: ChatShown }) {
  const { chat: texts } = useTexts();
  return (
    <IconButton
      label={chat.state === 'hidden' ? texts.show : chat.state === 'shown' ? texts.hide : texts.title}
      aria-expanded={chat.shown ?? undefined}
      onClick={chat.toggle}
    >
      <MessageSquare className="icon" />
    </IconButton>
  );
}
