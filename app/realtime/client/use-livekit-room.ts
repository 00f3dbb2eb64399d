import {
  ConnectionState,
  LogLevel,
  type RemoteParticipant,
  type RemoteTrackPublication,
  Room,
  type RoomConnectOptions,
  RoomEvent,
  type RoomOptions,
  setLogLevel,
  Track,
} from 'livekit-client';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { TokenAnswer } from '../../../contract/messages';
import { onReturn, resumeFor } from './reconnecting';
import { type LoopView, type RoomConnector, RoomLoop, type RoomState } from './room-loop';

export type { ParticipantTracks, RoomState };

export interface LiveKitRoomOptions {
  /** Requested before every attempt: tokens live for minutes, and each request may be refused. */
  fetchToken: () => Promise<TokenAnswer>;
  enabled: boolean;
  /** Read once per mount. */
  options?: RoomOptions;
  /** Read once per mount. */
  connectOptions?: RoomConnectOptions;
}

export interface LiveKitRoom {
  /** One object for the life of the component; null on the server and in the first render. */
  room: Room | null;
  state: RoomState;
  participants: RemoteParticipant[];
  /** By LiveKit identity. */
  tracks: Readonly<Record<string, ParticipantTracks>>;
  /** Why it is not connected, as a sentence. */
  error: string | null;
  /** Try again now instead of after the wait. */
  reconnect: () => void;
}

/**
 * The library may try to resume for so long; then our own loop starts over with a fresh token (its default is
 * 50 s).
 */
const RESUME_MS = 6_000;
const reconnectPolicy = resumeFor(RESUME_MS);

/** Its tale of every step carries addresses and tokens into the console; what is wrong is enough. */
setLogLevel(LogLevel.warn);

const BEFORE: LoopView = { state: 'connecting', error: null };

/**
 * A LiveKit room that is joined again for ever: the client library itself gives up after ten tries (about 50
 * s).
 */
export function useLiveKitRoom(given: LiveKitRoomOptions): LiveKitRoom {
  const { enabled } = given;
  const [room] = useState(() =>
    typeof window === 'undefined' ? null : new Room({ reconnectPolicy, ...given.options }),
  );
  const [{ loop, subscribe }] = useState(() => createLoop(room, given.connectOptions));
  useEffect(() => loop?.askBy(given.fetchToken), [loop, given.fetchToken]);
  const view = useSyncExternalStore(subscribe, loop?.view ?? before, before);
  const content = useContent(room);
  // The first render in the browser must equal the server's, which has no room.
  const offered = useSyncExternalStore(
    never,
    () => room,
    () => null,
  );

  useEffect(() => {
    if (!enabled || !loop) return;
    // Strict mode mounts twice at once: only what is still mounted in the next turn joins.
    const begin = setTimeout(() => loop.start(), 0);
    const stopListening = onReturn(loop.again);
    return () => {
      clearTimeout(begin);
      stopListening();
      loop.stop();
    };
  }, [enabled, loop]);

  const reconnect = useCallback(() => loop?.again(), [loop]);
  return { room: offered, ...view, ...content, reconnect };
}

const before = () => BEFORE;
/** Nothing to subscribe to: the room is the same for the life of the component. */
const never = () => () => undefined;

function createLoop(room: Room | null, connectOptions: RoomConnectOptions | undefined) {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const changed = () => listeners.forEach((listener) => listener());
  const loop = room ? new RoomLoop(doorOf(room, connectOptions), changed) : null;
  return { loop, subscribe };
}

const STATES: Record<ConnectionState, RoomState> = {
  [ConnectionState.Disconnected]: 'disconnected',
  [ConnectionState.Connecting]: 'connecting',
  [ConnectionState.Connected]: 'connected',
  [ConnectionState.Reconnecting]: 'reconnecting',
  [ConnectionState.SignalReconnecting]: 'reconnecting',
};

function doorOf(room: Room, connectOptions: RoomConnectOptions | undefined): RoomConnector {
  return {
    connect: (url, token) => room.connect(url, token, connectOptions),
    disconnect: () => room.disconnect(),
    onState(listener) {
      const heard = (state: ConnectionState) => listener(STATES[state]);
      room.on(RoomEvent.ConnectionStateChanged, heard);
      return () => room.off(RoomEvent.ConnectionStateChanged, heard);
    },
  };
}

function useContent(room: Room | null): RoomContent {
  const [content, setContent] = useState<RoomContent>(EMPTY);
  useEffect(() => (room ? onContentChange(room, () => setContent(contentOf(room))) : undefined), [room]);
  return content;
}

/**
 * What a participant publishes; null where it does not. `track` of a publication is there once it is
 * subscribed.
 */
interface ParticipantTracks {
  camera: RemoteTrackPublication | null;
  microphone: RemoteTrackPublication | null;
}

interface RoomContent {
  participants: RemoteParticipant[];
  tracks: Readonly<Record<string, ParticipantTracks>>;
}

const EMPTY: RoomContent = { participants: [], tracks: {} };

/** After which of the room's events somebody or something in it is other than before. */
const CHANGES = [
  RoomEvent.ConnectionStateChanged,
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.TrackStreamStateChanged,
] as const;

function onContentChange(room: Room, listener: () => void): () => void {
  for (const event of CHANGES) room.on(event, listener);
  return () => {
    for (const event of CHANGES) room.off(event, listener);
  };
}

/**
 * Who is there with what, as a new object: the library changes its own in place, which React would not see.
 */
function contentOf(room: Room): RoomContent {
  const participants = [...room.remoteParticipants.values()];
  const tracks: Record<string, ParticipantTracks> = {};
  for (const participant of participants) {
    const of = (source: Track.Source) => publicationOf(participant, source);
    tracks[participant.identity] = {
      camera: of(Track.Source.Camera),
      microphone: of(Track.Source.Microphone),
    };
  }
  return { participants, tracks };
}

/** WHIP publishers name no source: then the kind decides. */
function publicationOf(participant: RemoteParticipant, source: Track.Source): RemoteTrackPublication | null {
  const kind = source === Track.Source.Camera ? Track.Kind.Video : Track.Kind.Audio;
  const named = participant.getTrackPublication(source);
  if (named) return named;
  const unnamed = [...participant.trackPublications.values()].find(
    (publication) => publication.kind === kind && publication.source === Track.Source.Unknown,
  );
  return unnamed ?? null;
}
