import type { Grant } from '../../core/grants';

export interface TokenAnswer {
  token: string;
  /** WebSocket address of LiveKit as this browser reaches it. */
  url: string;
  room: string;
  identity: string;
  expiresAt: string;
}

/** LiveKit in our words. Every call carries its own short-lived server token with one grant and one room (design §6). */
export interface Livekit {
  /** Signs a join token; `origin` is the page's, by which a phone on the LAN reaches our own LiveKit through the edge. */
  token(grant: Grant, identity: string, name: string, origin: string): Promise<TokenAnswer>;
  /** Makes the room when it is not there; rooms are never created by a client (auto_create is off). */
  ensureRoom(room: string): Promise<void>;
  removeParticipant(room: string, identity: string): Promise<void>;
  listParticipants(room: string): Promise<{ identity: string; sid: string; joinedAtMs: number; hidden: boolean }[]>;
  setTrackMuted(room: string, identity: string, kind: 'audio' | 'video', muted: boolean): Promise<void>;
  ping(): Promise<void>;
}
