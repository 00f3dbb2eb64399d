import { AccessToken, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import type { Grant, RoomGrant } from '../core/grants';
import type { TokenAnswer } from '../contract/messages';
import type { LiveKitServer, LiveKitSettings } from './livekit';

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
