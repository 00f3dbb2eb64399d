import { ConnectionState, LogLevel, Room, RoomEvent, setLogLevel, Track } from 'livekit-client';
import type { TokenAnswer } from '../../../contract/messages';
import { resumeFor } from '../../realtime/client/reconnecting';
import { type RoomConnector, RoomLoop } from '../../realtime/client/room-loop';

/** What comes out of the program room. */
export interface RoomListener {
  /** Picture and sound as one stream; null while there is no picture. `still`: the picture is a screen. */
  onStream(stream: MediaStream | null, still: boolean): void;
  /** A data packet of the server. Only the server may publish data (core/grants). */
  onPacket(topic: string, text: string): void;
  onJoined(joined: boolean): void;
  /** An attempt to join has failed; the next one comes automatically. */
  onFailed(): void;
}

export interface ProgramRoom {
  /**
   * Leaves the room and joins it again: a connection that is up but brings no frames is not mended by its own
   * reconnect.
   */
  renew(): void;
  close(): void;
}

/**
 * The library may try to resume for so long; then the loop joins again with a fresh token. Its default is 50
 * s.
 */
const RESUME_MS = 6_000;
const reconnectPolicy = resumeFor(RESUME_MS);

// Its log carries addresses and tokens into the console, and failed attempts are of no use to a viewer.
setLogLevel(LogLevel.silent);

/**
 * A viewer's connection to the program, restored until it is closed. This file brings the media client with
 * it: load it late.
 */
export function openProgramRoom(token: () => Promise<TokenAnswer>, listener: RoomListener): ProgramRoom {
  const room = new Room({ reconnectPolicy });
  const text = new TextDecoder();
  let shown: string | null = null;
  const show = () => {
    const { tracks, still } = programTracks(room);
    const now = tracks.map(({ id }) => id).join(' ');
    if (now === shown) return;
    shown = now;
    // Put together here and not by LiveKit's attach(), which unmutes the element and so has its playback
    // refused.
    listener.onStream(tracks.some(({ kind }) => kind === 'video') ? new MediaStream(tracks) : null, still);
  };
  for (const event of [RoomEvent.TrackSubscribed, RoomEvent.TrackUnsubscribed, RoomEvent.Disconnected])
    room.on(event, show);
  // The last message of each topic is in the room's metadata, for who joins.
  const retained = () => {
    for (const [topic, message] of Object.entries(parseMetadata(room.metadata)))
      listener.onPacket(topic, JSON.stringify(message));
  };
  room.on(RoomEvent.Connected, retained).on(RoomEvent.RoomMetadataChanged, retained);
  room.on(RoomEvent.DataReceived, (payload, _participant, _kind, topic) =>
    listener.onPacket(topic ?? '', text.decode(payload)),
  );

  const loop = new RoomLoop(connectorOf(room), () => {
    const { state, error } = loop.view();
    listener.onJoined(state === 'connected');
    if (state === 'disconnected' && error !== null) listener.onFailed();
  });
  loop.askBy(token);
  loop.start();
  const onReturn = () => document.visibilityState === 'visible' && loop.again();
  document.addEventListener('visibilitychange', onReturn);
  window.addEventListener('online', onReturn);
  return {
    renew() {
      loop.stop();
      loop.start();
    },
    close() {
      document.removeEventListener('visibilitychange', onReturn);
      window.removeEventListener('online', onReturn);
      loop.stop();
      room.removeAllListeners();
    },
  };
}

function parseMetadata(metadata: string | undefined): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(metadata || '{}');
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

/** One picture and one sound: in a program room the engine alone publishes, in a show the host. */
function programTracks(room: Room): { tracks: MediaStreamTrack[]; still: boolean } {
  const tracks = [...room.remoteParticipants.values()]
    .flatMap((participant) => [...participant.trackPublications.values()])
    .flatMap(({ track, source }) => (track ? [{ source, media: track.mediaStreamTrack }] : []));
  const of = (kind: string, first: Track.Source) => {
    const fitting = tracks.filter(({ media }) => media.kind === kind);
    // A host who shows the screen means the screen to be seen.
    return fitting.find(({ source }) => source === first) ?? fitting[0];
  };
  const picture = of('video', Track.Source.ScreenShare);
  const shown = [picture, of('audio', Track.Source.Microphone)];
  return {
    tracks: shown.flatMap((track) => track?.media ?? []),
    still: picture?.source === Track.Source.ScreenShare,
  };
}

const STATES = {
  [ConnectionState.Disconnected]: 'disconnected',
  [ConnectionState.Connecting]: 'connecting',
  [ConnectionState.Connected]: 'connected',
  [ConnectionState.Reconnecting]: 'reconnecting',
  [ConnectionState.SignalReconnecting]: 'reconnecting',
} as const;

function connectorOf(room: Room): RoomConnector {
  return {
    connect: (url, token) => room.connect(url, token),
    disconnect: () => room.disconnect(),
    onState(listener) {
      const onChange = (state: ConnectionState) => listener(STATES[state]);
      room.on(RoomEvent.ConnectionStateChanged, onChange);
      return () => room.off(RoomEvent.ConnectionStateChanged, onChange);
    },
  };
}
