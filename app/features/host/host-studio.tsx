import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Snapshot } from '../../../contract/messages';
import type { EventStatus } from '../../../contract/vocabulary';
import { api } from '../../api/client';
import { useRealtimeEventUpdates } from '../../realtime/client/use-realtime-event-updates';
import { useInBrowser } from '../../ui/use-in-browser';
import { ModerationPanel } from '../chat/moderation/moderation-panel';
import {
  type PublisherPorts,
  TOKEN_TIMEOUT_MS,
  tokenReply,
  type TokenReply,
  usePublisher,
} from '../phone-studio/camera-publisher';
import { type Capture, tracksOf } from '../phone-studio/capture';
import { CaptureTrouble } from '../phone-studio/join-page';
import { openPublishLink, type Wanted } from '../phone-studio/publish-room';
import type { PublisherState } from '../phone-studio/publisher-state';
import { useSending } from '../phone-studio/sending';
import { useBattery } from '../phone-studio/use-battery';
import { useCapture } from '../phone-studio/use-capture';
import { useStickyFlag } from '../phone-studio/use-sticky-flag';
import { useWakeLock } from '../phone-studio/use-wake-lock';
import { HostStandstill, type HostStandstillKind } from './host-entrance';
import { HostScreen } from './host-screen';

const SPEAKING = { facing: 'user', mic: 'voice', soundAlone: true } as const;

interface Props {
  initial: Snapshot<'crew'>;
  /** The name of this person in the chat. */
  name: string;
}

/** It needs the browser’s media, so the server renders an empty page. */
export function HostStudio(props: Props) {
  return useInBrowser() ? <Studio {...props} /> : <main className="cam host" aria-busy="true" />;
}

function Studio({ initial, name }: Props) {
  const { slug } = initial.state.event;
  const updates = useRealtimeEventUpdates({ audience: 'crew', slug, initial });
  const { event, cameras } = updates.state ?? initial.state;
  const { muted: crewMuted = false, pictureOff: crewPictureOff = false } = cameras[0] ?? {};
  const captured = useCapture(SPEAKING);
  const sharing = useScreenShare();
  const [muted, setMuted] = useStickyFlag('host.muted');
  const [pictureOff, setPictureOff] = useStickyFlag('host.pictureOff');
  // Survives a reload, which is no reason to go off the air; stored per show.
  const [onAir, setOnAir] = useStickyFlag(`host.onAir.${slug}`);
  const sound = useSound(captured.capture?.audio ?? null, sharing.screen?.sound ?? null, muted);
  const wanted = useWanted(onAir && event.status !== 'ended', {
    video: captured.capture?.video ?? null,
    audio: sound.track,
    screen: sharing.screen?.picture ?? null,
    muted: sound.muted || crewMuted,
    pictureOff: pictureOff || crewPictureOff,
  });
  const [ports] = useState(() => hostPorts(slug));
  const { state, publisher } = usePublisher(wanted, ports);
  const sending = useSending(publisher, state);
  const battery = useBattery();
  const [chatOpen, toggleChat] = useChatOpen();
  const standstill = standstillOf(event.status, state.name);
  useWakeLock(standstill === null);
  useEffect(() => {
    // A show that is reopened must not put its host on the air by surprise.
    if (event.status === 'ended') setOnAir(false);
  }, [event.status, setOnAir]);

  const goOnAir = (on: boolean) => {
    setOnAir(on);
    // Without this message the show waits a minute for its host; the same if the message gets lost.
    if (!on) api('POST /api/v1/events/:slug/off-air', { slug }).catch(() => undefined);
  };
  if (standstill) {
    return <HostStandstill kind={standstill} show={event.title} onTakeOver={() => publisher.again()} />;
  }
  if (captured.error && !isAlive(captured.capture)) {
    return <CaptureTrouble error={captured.error} onAsk={captured.open} />;
  }
  return (
    <div className="host-room" data-chat={chatOpen}>
      <HostScreen
        event={event}
        byCrew={{ muted: crewMuted, pictureOff: crewPictureOff }}
        viewers={updates.viewers}
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

function isAlive(capture: Capture | null): boolean {
  return capture !== null && tracksOf(capture).some(({ readyState }) => readyState === 'live');
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
    () => (sending && (video || screen || audio) ? { video, audio, screen, muted, pictureOff } : null),
    [sending, video, audio, screen, muted, pictureOff],
  );
}

function standstillOf(status: EventStatus, publisher: PublisherState['name']): HostStandstillKind | null {
  if (publisher === 'removed' || publisher === 'unknown') return 'unknown';
  if (status === 'ended') return 'ended';
  return publisher === 'takenOver' ? 'takenOver' : null;
}

function HostChat({ slug, name }: { slug: string; name: string }) {
  return (
    <aside className="host-chat" aria-label="Chat">
      <ModerationPanel slug={slug} name={name} />
    </aside>
  );
}

/** Width from which the chat takes nothing from the picture; the same in host.css. */
const ROOM_FOR_BOTH = '(min-width: 62rem)';

/** Open from the beginning where there is room for both. */
function useChatOpen(): [boolean, () => void] {
  const [open, setOpen] = useState(() => window.matchMedia(ROOM_FOR_BOTH).matches);
  return [open, () => setOpen((now) => !now)];
}

/** A host gets tokens by the session of link or account, and publishes straight into the viewers’ room. */
function hostPorts(slug: string): PublisherPorts {
  return {
    askToken: () => askToken(slug),
    // Viewers get the host’s stream unchanged: every browser decodes VP8, with or without system codecs.
    openLink: (token, wanted, tell) => openPublishLink(token, wanted, tell, 'vp8'),
  };
}

function askToken(slug: string): Promise<TokenReply> {
  const query = { room: slug, role: 'host' } as const;
  return tokenReply(api('GET /api/livekit/token', { query, timeoutMs: TOKEN_TIMEOUT_MS }));
}

export interface Sound {
  track: MediaStreamTrack | null;
  muted: boolean;
}

/**
 * The one audio track of a show: the microphone, mixed with the sound of a shared screen. Muting then
 * silences the microphone only, because a shared film should be heard.
 */
function useSound(
  microphone: MediaStreamTrack | null,
  screen: MediaStreamTrack | null,
  muted: boolean,
): Sound {
  const mix = useMemo(() => (microphone && screen ? mixOf(microphone, screen) : null), [microphone, screen]);
  useEffect(() => () => mix?.close(), [mix]);
  useEffect(() => mix?.mute(muted), [mix, muted]);
  return mix
    ? { track: mix.track, muted: false }
    : { track: microphone ?? screen, muted: microphone !== null && muted };
}

interface Mix {
  track: MediaStreamTrack;
  mute: (muted: boolean) => void;
  close: () => void;
}

function mixOf(microphone: MediaStreamTrack, screen: MediaStreamTrack): Mix | null {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const voice = context.createGain();
  context
    .createMediaStreamSource(new MediaStream([microphone]))
    .connect(voice)
    .connect(out);
  context.createMediaStreamSource(new MediaStream([screen])).connect(out);
  const [track] = out.stream.getAudioTracks();
  if (!track) return null;
  return {
    track,
    // A ramp: a step would click.
    mute: (muted) => void voice.gain.setTargetAtTime(muted ? 0 : 1, context.currentTime, 0.01),
    close: () => void context.close().catch(() => undefined),
  };
}

export interface SharedScreen {
  picture: MediaStreamTrack;
  /** Of a tab or a whole screen, where the browser offers it. */
  sound: MediaStreamTrack | null;
}

export interface ScreenShare {
  screen: SharedScreen | null;
  /** Phones cannot share theirs. */
  able: boolean;
  share: () => void;
  stop: () => void;
}

/** A shared screen, window or tab; ended by our button or the browser’s own. */
function useScreenShare(): ScreenShare {
  const [screen, setScreen] = useState<SharedScreen | null>(null);
  const share = useCallback(() => {
    // Dismissing the browser’s prompt is a decision, not an error.
    ask().then(setScreen, () => undefined);
  }, []);
  const stop = useCallback(() => setScreen(null), []);
  useEffect(() => {
    if (!screen) return;
    screen.picture.addEventListener('ended', stop);
    return () => {
      screen.picture.removeEventListener('ended', stop);
      screen.picture.stop();
      screen.sound?.stop();
    };
  }, [screen, stop]);
  const able = typeof navigator !== 'undefined' && 'getDisplayMedia' in (navigator.mediaDevices ?? {});
  return { screen, able, share, stop };
}

/**
 * Without a limit the browser sends a 5K or very wide screen as it is: more than phones decode, and more than
 * the program has. It scales down and keeps the shape.
 */
const LARGEST = { width: { max: 3840 }, height: { max: 2160 } };

async function ask(): Promise<SharedScreen | null> {
  const stream = await navigator.mediaDevices.getDisplayMedia({
    video: { frameRate: { max: 30 }, ...LARGEST },
    audio: true,
  });
  const [picture] = stream.getVideoTracks();
  if (!picture) return null;
  picture.contentHint = 'detail';
  return { picture, sound: stream.getAudioTracks()[0] ?? null };
}
