import type { AfterFacts, PublicState } from '../../../contract/messages';
import { EmbedPage } from '../../audience/embed/embed-page';
import type { EmbedData } from '../../audience/mount/page-data';
import { LivePlayer } from '../../audience/player/live-player';
import { PLAYBACK_BEFORE } from '../../audience/player/playback';
import type { Player } from '../../audience/player/use-playback';
import { textsOf } from '../../audience/texts/languages';
import { TextsProvider } from '../../audience/texts/use-texts';
import { WatchPage } from '../../audience/watch/watch-page';
import { MessageList } from '../chat/message-list';
import { CHAT_TEXTS } from '../chat/chat-texts';
import { ScoreLine } from '../score/score-line';
import { nothing } from './sample-time';
import { messages, publicState, score } from './samples';
import { BOTH, type GalleryGroup, type GalleryState } from './states';

const texts = textsOf('en');
const player: Player = { ...PLAYBACK_BEFORE, show: nothing, setPaused: nothing, setMuted: nothing };
const moving: Partial<Player> = { picture: 'moving' };

const playing = (id: string, name: string, change: Partial<Player>, over = false): GalleryState => ({
  id: `player-${id}`,
  name: `Player: ${name}`,
  look: () => (
    <TextsProvider value={texts}>
      <LivePlayer
        title="TSV Nord – SC Hafen"
        player={{ ...player, ...change }}
        over={over ? <ScoreLine score={score} texts={texts.scoreTexts} look="short" /> : null}
      />
    </TextsProvider>
  ),
});

interface PageFacts {
  status: PublicState['event']['status'];
  change?: Partial<PublicState>;
  after?: AfterFacts;
}

const dataOf = ({ status, change, after }: PageFacts): EmbedData => ({
  ...{ lang: 'en', texts, theme: null, slug: 'cup', after: after ?? null, chat: 'auto' },
  initial: { audience: 'public', seq: 1, state: publicState(status, change) },
});

const WIDE = [1280, 760] as const;
const UPRIGHT = [390, 780] as const;

function page(
  id: string,
  name: string,
  facts: PageFacts,
  size: readonly [number, number] = WIDE,
): GalleryState {
  const look = () => (
    <TextsProvider value={texts}>
      <WatchPage {...dataOf(facts)} crewName={null} />
    </TextsProvider>
  );
  return { id: `watch-${id}`, name: `Watch page: ${name}`, look, size };
}

const after: AfterFacts = { lastedS: 6300, peakViewers: 231, watchedMinutes: 8140, recordings: [] };

export const audience: GalleryGroup = {
  id: 'audience',
  title: 'Audience',
  about: 'What viewers see: the player, the chat, the watch page and the embedded player.',
  size: [640, 360],
  themes: BOTH,
  states: [
    playing('coming', 'before the first picture', {}),
    playing('press', 'the browser wants a press', { needsPress: true }),
    playing('muted', 'plays without sound', moving),
    playing('score', 'with the score over it', moving, true),
    playing('hls', 'by the second transport', { ...moving, transport: 'hls' }),
    playing('paused', 'paused', { ...moving, paused: true }),
    playing('gone', 'the picture has gone', { picture: 'gone' }),
    playing('stuck', 'no transport brings a picture', { stuck: true }),
    {
      id: 'chat',
      name: 'Chat',
      size: [390, 460],
      look: () => (
        <div className="chat gallery-chat">
          <MessageList
            view={{
              ...{ state: 'ready', loadingOlder: false, seq: 5, messages, more: true, floor: 0, reports: 0 },
              mode: { state: 'open', slowS: 0, links: 'shown' },
            }}
            texts={CHAT_TEXTS.en}
            locale="en-GB"
            actions={[]}
            onAction={nothing}
            onOlder={nothing}
          />
        </div>
      ),
    },
    page('draft', 'draft, seen by the crew', { status: 'draft' }),
    page('before', 'before', { status: 'ready' }),
    page('live', 'live', { status: 'live', change: { score } }),
    page('after', 'after', { status: 'ended', change: { score }, after }),
    page('phone-before', 'before, on a phone', { status: 'ready' }, UPRIGHT),
    page('phone-live', 'live, on a phone', { status: 'live', change: { score } }, UPRIGHT),
    page('phone-after', 'after, on a phone', { status: 'ended', change: { score }, after }, UPRIGHT),
    {
      id: 'embed',
      name: 'Embedded player',
      size: [960, 540],
      look: () => (
        <TextsProvider value={texts}>
          <EmbedPage {...dataOf({ status: 'live', change: { score } })} />
        </TextsProvider>
      ),
    },
  ],
};
