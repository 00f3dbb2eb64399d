import { AccessToken, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import type { TokenAnswer } from '../contract/messages';
import type { Grant, RoomGrant } from '../core/grants';

export interface LiveKitKey {
  apiKey: string;
  apiSecret: string;
}

/** LiveKit's address for our own processes, and the key that signs. */
export interface LiveKitServer extends LiveKitKey {
  url: string;
  /** Keys that its webhooks may be signed with, where there are several. */
  accepted?: readonly LiveKitKey[];
}

export interface LiveKitSettings extends LiveKitServer {
  /**
   * Its address for browsers; null: the origin of the page they are on (the edge passes signalling through).
   */
  publicUrl: string | null;
}

export interface RoomParticipant {
  identity: string;
  sid: string;
  joinedAtMs: number;
  hidden: boolean;
  /** Whether it has a track in the room, muted ones included. */
  publishing: boolean;
}

/**
 * LiveKit as the product uses it. Every call carries its own short-lived server token with one grant and one
 * room (design §6), takes at most two seconds, and throws AppError unavailable when LiveKit does not answer.
 */
export interface Livekit {
  /**
   * Signs a join token; `origin` is the page's, through which a phone on the LAN reaches our own LiveKit by
   * the edge.
   */
  token(grant: Grant, identity: string, name: string, origin: string): Promise<TokenAnswer>;
  /** Makes the room when it does not exist; clients never create rooms (auto_create is off). */
  ensureRoom(room: string): Promise<void>;
  /** Ends a room for all participants; a missing room is not an error. */
  closeRoom(room: string): Promise<void>;
  /** A missing participant is not an error. */
  removeParticipant(room: string, identity: string): Promise<void>;
  /** Empty for a missing room. */
  listParticipants(room: string): Promise<RoomParticipant[]>;
  setTrackMuted(room: string, identity: string, kind: 'audio' | 'video', muted: boolean): Promise<void>;
  /**
   * A reliable, ordered packet below 15 kB to all participants, hidden ones included; lost when the room is
   * missing.
   */
  sendData(room: string, topic: string, data: Uint8Array): Promise<void>;
  /** Readable by all participants, later ones included. A missing room is not an error. */
  setRoomMetadata(room: string, metadata: string): Promise<void>;
  ping(): Promise<void>;
}

const SOURCES: Record<RoomGrant['canPublishSources'][number], TrackSource> = {
  camera: TrackSource.CAMERA,
  microphone: TrackSource.MICROPHONE,
  screen_share: TrackSource.SCREEN_SHARE,
  screen_share_audio: TrackSource.SCREEN_SHARE_AUDIO,
};

/** Signs exactly the given grant, with no metadata and no room configuration (safety T8, T11). */
export async function signJoinToken(
  server: LiveKitServer,
  { grant, ttlS }: Grant,
  who: { identity: string; name?: string },
): Promise<string> {
  const token = new AccessToken(server.apiKey, server.apiSecret, { ...who, ttl: ttlS });
  token.addGrant({ ...grant, canPublishSources: grant.canPublishSources.map((source) => SOURCES[source]) });
  return token.toJwt();
}

/** @param origin of the page, from which the browser's address of LiveKit follows */
export async function joinToken(
  settings: LiveKitSettings,
  grant: Grant,
  identity: string,
  name: string,
  origin: string,
): Promise<TokenAnswer> {
  return {
    token: await signJoinToken(settings, grant, { identity, name }),
    url: settings.publicUrl ?? origin.replace(/^http/, 'ws'),
    room: grant.grant.room,
    identity,
    expiresAt: new Date(Date.now() + grant.ttlS * 1000).toISOString(),
  };
}

/** Enough for a call that starts now (safety T8). */
const SERVER_TOKEN_LIFE_S = 60;

/** One right on one room. `roomList` is without a room; a ping uses it. */
export type ServerGrant = { right: 'roomAdmin' | 'roomCreate'; room: string } | { right: 'roomList' };

/** A token for one call. */
export async function serverToken(settings: LiveKitServer, grant: ServerGrant): Promise<string> {
  const token = new AccessToken(settings.apiKey, settings.apiSecret, { ttl: SERVER_TOKEN_LIFE_S });
  const video: VideoGrant = { [grant.right]: true };
  if ('room' in grant) video.room = grant.room;
  token.addGrant(video);
  return token.toJwt();
}
