import type { TokenAnswer } from '../contract/messages';
import type { Grant } from '../core/grants';

/** LiveKit as our own processes reach it. */
export interface LiveKitServer {
  url: string;
  apiKey: string;
  apiSecret: string;
}

export interface LiveKitSettings extends LiveKitServer {
  /**
   * Where browsers reach it, or null: the origin of the page they are on (the edge passes signalling
   * through).
   */
  publicUrl: string | null;
}

export interface RoomParticipant {
  identity: string;
  sid: string;
  joinedAtMs: number;
  hidden: boolean;
  /** Whether it has a track in the room, muted ones too. */
  publishing: boolean;
}

/**
 * LiveKit as the product uses it. Every call carries its own short-lived server token with one grant and one
 * room (design §6), takes at most two seconds, and throws AppError unavailable when LiveKit does not answer.
 */
export interface Livekit {
  /**
   * Signs a join token; `origin` is the page's, by which a phone on the LAN reaches our own LiveKit through
   * the edge.
   */
  token(grant: Grant, identity: string, name: string, origin: string): Promise<TokenAnswer>;
  /** Makes the room when it is not there; rooms are never created by a client (auto_create is off). */
  ensureRoom(room: string): Promise<void>;
  /** Ends a room for everybody in it; a missing room is no error. */
  closeRoom(room: string): Promise<void>;
  /** A missing participant is no error. */
  removeParticipant(room: string, identity: string): Promise<void>;
  /** Empty when there is no such room. */
  listParticipants(room: string): Promise<RoomParticipant[]>;
  setTrackMuted(room: string, identity: string, kind: 'audio' | 'video', muted: boolean): Promise<void>;
  /**
   * A packet to everybody in the room, hidden ones too, reliably and in order; lost where the room is not
   * there. Below 15 kB.
   */
  sendData(room: string, topic: string, data: Uint8Array): Promise<void>;
  /** What everybody in the room can read, and all who join later. A missing room is no error. */
  setRoomMetadata(room: string, metadata: string): Promise<void>;
  ping(): Promise<void>;
}
