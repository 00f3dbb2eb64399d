import { useEffect, useMemo, useState } from 'react';
import type { EventStatus } from '../../../contract/vocabulary';
import type { Snapshot } from '../../../contract/messages';
import { postJson } from '../../realtime/client/json-request';
import { useRealtimeEventUpdates } from '../../realtime/client/use-realtime-event-updates';
import { useBattery } from '../camera/hooks/use-battery';
import { useInBrowser } from '../camera/hooks/use-in-browser';
import { usePublisher } from '../camera/hooks/use-publisher';
import { useSending } from '../camera/hooks/use-sending';
import { useStickyFlag } from '../camera/hooks/use-sticky-flag';
import { useWakeLock } from '../camera/hooks/use-wake-lock';
import { useCapture } from '../camera/media/use-capture';
import type { Wanted } from '../camera/publish-room';
import type { PublisherState } from '../camera/publisher-state';
import { CaptureTrouble } from '../camera/screen/capture-trouble';
import { HostChat } from './host-chat';
import { HostScreen } from './host-screen';
import { HostStandstill, type HostStandstillKind } from './host-standstill';
import { hostPorts } from './host-ports';
import { useChatOpen } from './use-chat-open';
import { useScreenShare } from './use-screen-share';
import { useSound } from './use-sound';

/** A host sits before the camera and speaks. */
const SPEAKING = { facing: 'user', mic: 'voice' } as const;

interface Props {
  initial: Snapshot<'crew'>;
  /** Under which this person speaks in the chat; the server's word. */
  name: string;
}

/** Everything here belongs to the browser: the server draws an empty studio. */
export function HostStudio(props: Props) {
  return useInBrowser() ? <Studio {...props} /> : <main className="cam host" aria-busy="true" />;
}

function Studio({ initial, name }: Props) {
  const { slug } = initial.state.event;
  const desk = useRealtimeEventUpdates({ audience: 'crew', slug, initial });
  const { event, cameras } = desk.state ?? initial.state;
  const { muted: deskMuted = false, pictureOff: deskPictureOff = false } = cameras[0] ?? {};
  const captured = useCapture(SPEAKING);
  const sharing = useScreenShare();
  const [muted, setMuted] = useStickyFlag('host.muted');
  const [pictureOff, setPictureOff] = useStickyFlag('host.pictureOff');
  // Kept over a reload, which is no reason to go off the air; each show has its own.
  const [onAir, setOnAir] = useStickyFlag(`host.onAir.${slug}`);
  const sound = useSound(captured.capture?.audio ?? null, sharing.screen?.sound ?? null, muted);
  const wanted = useWanted(onAir && event.status !== 'ended', {
    video: captured.capture?.video ?? null,
    audio: sound.track,
    screen: sharing.screen?.picture ?? null,
    muted: sound.muted || deskMuted,
    pictureOff: pictureOff || deskPictureOff,
  });
  const [ports] = useState(() => hostPorts(slug));
  const { state, publisher } = usePublisher(wanted, ports);
  const sending = useSending(publisher, state);
  const battery = useBattery();
  const [chatOpen, toggleChat] = useChatOpen();
  const standstill = standstillOf(event.status, state.name);
  useWakeLock(standstill === null);
  useEffect(() => {
    // Over is over: a show that is opened again does not find its host on the air by surprise.
    if (event.status === 'ended') setOnAir(false);
  }, [event.status, setOnAir]);

  const goOnAir = (on: boolean) => {
    setOnAir(on);
    // Without this word the show would wait a minute for its host; if it gets lost, it does just that.
    if (!on) postJson(`/api/v1/events/${slug}/off-air`).catch(() => undefined);
  };
  if (standstill) {
    return <HostStandstill kind={standstill} show={event.title} onTakeOver={() => publisher.again()} />;
  }
  if (captured.fault && captured.capture?.video.readyState !== 'live') {
    return <CaptureTrouble fault={captured.fault} onAsk={captured.open} />;
  }
  return (
    <div className="host-room" data-chat={chatOpen}>
      <HostScreen
        event={event}
        desk={{ muted: deskMuted, pictureOff: deskPictureOff }}
        viewers={desk.viewers}
        captured={captured}
        sharing={sharing}
        sending={sending}
        battery={battery}
        own={{ muted, pictureOff }}
        onAir={onAir}
        onMuted={setMuted}
        onPictureOff={setPictureOff}
        onOnAir={goOnAir}
        chatOpen={chatOpen}
        onChat={toggleChat}
      />
      {chatOpen ? <HostChat slug={slug} name={name} /> : null}
    </div>
  );
}

interface Media {
  video: MediaStreamTrack | null;
  audio: MediaStreamTrack | null;
  screen: MediaStreamTrack | null;
  muted: boolean;
  pictureOff: boolean;
}

function useWanted(sending: boolean, { video, audio, screen, muted, pictureOff }: Media): Wanted | null {
  return useMemo(
    () => (sending && video && audio ? { video, audio, screen, muted, pictureOff } : null),
    [sending, video, audio, screen, muted, pictureOff],
  );
}

function standstillOf(status: EventStatus, publisher: PublisherState['name']): HostStandstillKind | null {
  if (publisher === 'removed' || publisher === 'unknown') return 'unknown';
  if (status === 'ended') return 'ended';
  return publisher === 'takenOver' ? 'takenOver' : null;
}
