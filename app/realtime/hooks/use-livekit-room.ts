import type { RemoteParticipant, RemoteTrackPublication, Room, RoomOptions } from 'livekit-client';
import type { TokenAnswer } from '../contract';

export type RoomState = 'connecting' | 'connected' | 'reconnecting' | 'disconnected';

/** What a participant publishes; null where it does not. `track` of a publication is there once it is subscribed. */
export interface ParticipantTracks {
  camera: RemoteTrackPublication | null;
  microphone: RemoteTrackPublication | null;
}

export interface LiveKitRoomOptions {
  /** Asked before every attempt: tokens live for minutes, and asking again is where revocation happens. */
  fetchToken: () => Promise<TokenAnswer>;
  enabled: boolean;
  /** Read once per mount. */
  options?: RoomOptions;
}

export interface LiveKitRoom {
  /** One object for the life of the component; null while rendering on the server. */
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

/** A LiveKit room that is joined again for ever: the client library itself gives up after ten tries (about 50 s). */
export function useLiveKitRoom(_options: LiveKitRoomOptions): LiveKitRoom {
  return {
    room: null,
    state: 'connecting',
    participants: [],
    tracks: {},
    error: null,
    reconnect: () => undefined,
  };
}
