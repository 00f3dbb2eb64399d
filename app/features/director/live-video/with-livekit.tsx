import { AudioTrack, useTracks, VideoTrack } from '@livekit/components-react';
import {
  RemoteTrackPublication,
  type Room,
  RoomEvent,
  type RoomOptions,
  Track,
  VideoQuality,
} from 'livekit-client';
import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type AnswerOf, api } from '../../../api/client';
import { type LiveKitRoom, useLiveKitRoom } from '../../../realtime/client/use-livekit-room';
import { timeOfDay } from '../../../ui/format';

/*
 * Everything of the director's page that needs LiveKit's client: one script, loaded late (live-video.tsx).
 */

export type RoomStatus = Pick<LiveKitRoom, 'state' | 'error'>;

export interface ConnectionProps {
  slug: string;
  name: DirectorRoomName;
  enabled: boolean;
  onRoom: (room: Room | null) => void;
  onStatus: (status: RoomStatus) => void;
}

export function RoomConnection({ slug, name, enabled, onRoom, onStatus }: ConnectionProps) {
  const { room, state, error } = useDirectorMedia(slug, name, enabled);
  useEffect(() => {
    onRoom(room);
    return () => onRoom(null);
  }, [onRoom, room]);
  useEffect(() => onStatus({ state, error }), [onStatus, state, error]);
  return null;
}

type DirectorRoomName = keyof AnswerOf<'POST /api/v1/events/:slug/media-tokens'>;

/**
 * The page chooses the layers itself, low for tiles and high for preview; adaptive streams would mix the two.
 */
const OPTIONS: RoomOptions = { adaptiveStream: false, dynacast: false };

/**
 * A hidden participant of the cameras’ room or of the room in which the program comes back. The event’s
 * status decides which room a token is for, so the caller remounts when the status changes.
 */
function useDirectorMedia(slug: string, room: DirectorRoomName, enabled: boolean): LiveKitRoom {
  const fetchToken = useCallback(async () => {
    const tokens = await api('POST /api/v1/events/:slug/media-tokens', { slug });
    return tokens[room];
  }, [slug, room]);
  return useLiveKitRoom({ fetchToken, enabled, options: OPTIONS });
}

export interface CameraPictureProps {
  identity: string;
  label: string;
  /** Simulcast layer to subscribe to; null where another picture of the same camera decides. */
  layer: 'low' | 'high' | null;
  /** Shows the last picture in grey. */
  gone: boolean;
  /** The server's machine is too busy: small pictures give way before the program does. */
  spare: boolean;
}

/** Enough to see what a camera films. */
const SPARED_FPS = 5;

export function RoomPicture({
  room,
  identity,
  label,
  layer,
  gone,
  spare,
}: CameraPictureProps & { room: Room }) {
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const visible = useVisible(frame);
  const track = useTracks([Track.Source.Camera], { room }).find(
    (one) => one.participant.identity === identity,
  );
  const publication = track
    ? room.remoteParticipants.get(identity)?.getTrackPublication(Track.Source.Camera)
    : undefined;
  useEffect(() => {
    if (layer) publication?.setVideoQuality(layer === 'low' ? VideoQuality.LOW : VideoQuality.HIGH);
  }, [publication, layer]);
  useEffect(() => {
    // 0 is no limit. LiveKit leaves frames out where the codec has layers in time, as VP8 has.
    if (layer) publication?.setVideoFPS(spare && layer === 'low' ? SPARED_FPS : 0);
  }, [publication, layer, spare]);
  useEffect(() => {
    // A tile outside the screen needs no picture, unless its camera is also on preview (the high layer).
    if (layer) publication?.setEnabled(visible || layer === 'high');
  }, [publication, layer, visible]);
  return (
    <div ref={frame} className="picture" data-gone={gone}>
      <LastPicture video={video} gone={gone || !track} />
      {track && !gone ? (
        <VideoTrack ref={video} trackRef={track} aria-label={label} muted playsInline />
      ) : null}
    </div>
  );
}

/** Frequent enough for the last picture to be recent, seldom enough to cost little. */
const KEEP_EVERY_MS = 1000;
const WIDTH = 320;
const HEIGHT = 180;

/** Copies the moving picture; when that is gone, shows the copy in grey with its time. */
function LastPicture({ video, gone }: { video: RefObject<HTMLVideoElement | null>; gone: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [keptAt, setKeptAt] = useState<number | null>(null);
  useEffect(() => {
    if (gone) return;
    const timer = setInterval(() => {
      if (!video.current || video.current.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      const context = canvas.current?.getContext('2d');
      if (!context) return;
      drawFitted(context, video.current);
      setKeptAt(Date.now());
    }, KEEP_EVERY_MS);
    return () => clearInterval(timer);
  }, [video, gone]);
  return (
    <>
      <canvas
        ref={canvas}
        className="last-picture"
        width={WIDTH}
        height={HEIGHT}
        aria-hidden="true"
        hidden={keptAt === null}
      />
      {gone && keptAt !== null ? <span className="last-time">Last picture {timeOfDay(keptAt)}</span> : null}
    </>
  );
}

function drawFitted(context: CanvasRenderingContext2D, video: HTMLVideoElement): void {
  if (video.videoWidth === 0) return;
  const scale = Math.min(WIDTH / video.videoWidth, HEIGHT / video.videoHeight);
  const width = video.videoWidth * scale;
  const height = video.videoHeight * scale;
  context.fillStyle = '#000';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.drawImage(video, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
}

/** True until the browser reports otherwise. */
function useVisible(element: RefObject<Element | null>): boolean {
  const [visible, setVisible] = useState(true);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(([entry]) => setVisible(entry?.isIntersecting ?? true));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return visible;
}

interface ProgramReturnProps {
  room: Room;
  listening: boolean;
  /** Shown while no picture comes back. */
  waiting: ReactNode;
}

export function ProgramReturn({ room, listening, waiting }: ProgramReturnProps) {
  const picture = useTracks([Track.Source.Camera], { room }).find((track) => !track.participant.isLocal);
  const sound = useTracks([Track.Source.Microphone], { room }).find((track) => !track.participant.isLocal);
  return (
    <>
      {picture ? <VideoTrack trackRef={picture} aria-label="Program" muted playsInline /> : waiting}
      {sound && listening ? <AudioTrack trackRef={sound} /> : null}
    </>
  );
}

export interface CameraSoundProps {
  /** Identities of the cameras that are heard here. The microphones of all others are not received at all. */
  heard: ReadonlySet<string>;
  onPacket: (topic: string | undefined, payload: Uint8Array) => void;
}

export function CameraSound({ room, heard, onPacket }: CameraSoundProps & { room: Room }) {
  const microphones = useTracks([Track.Source.Microphone], { room, onlySubscribed: false });
  useEffect(() => {
    for (const { publication, participant } of microphones) {
      if (publication instanceof RemoteTrackPublication)
        publication.setSubscribed(heard.has(participant.identity));
    }
  }, [microphones, heard]);
  useEffect(() => {
    const hear = (payload: Uint8Array, _from: unknown, _kind: unknown, topic?: string) =>
      onPacket(topic, payload);
    room.on(RoomEvent.DataReceived, hear);
    return () => void room.off(RoomEvent.DataReceived, hear);
  }, [room, onPacket]);
  return microphones
    .filter(({ publication, participant }) => publication.track && heard.has(participant.identity))
    .map((track) => <AudioTrack key={track.publication.trackSid} trackRef={track} />);
}
