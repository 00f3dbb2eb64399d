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

/**
 * Signs exactly the grant that is written out, with no metadata and no room configuration (safety T8, T11).
 */
export async function signJoinToken(
  server: LiveKitServer,
  { grant, ttlS }: Grant,
  who: { identity: string; name?: string },
): Promise<string> {
  const token = new AccessToken(server.apiKey, server.apiSecret, { ...who, ttl: ttlS });
  token.addGrant({ ...grant, canPublishSources: grant.canPublishSources.map((source) => SOURCES[source]) });
  return token.toJwt();
}

/** @param origin of the page, for the address by which the browser reaches LiveKit */
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

/** One minute is plenty for a call that starts now (safety T8). */
const SERVER_TOKEN_LIFE_S = 60;

/** One right on one room. `roomList` exists without a room only; it is what a ping asks with. */
export type ServerGrant = { right: 'roomAdmin' | 'roomCreate'; room: string } | { right: 'roomList' };

/** The token of one call of ours, made for that call and thrown away. */
export async function serverToken(settings: LiveKitServer, grant: ServerGrant): Promise<string> {
  const token = new AccessToken(settings.apiKey, settings.apiSecret, { ttl: SERVER_TOKEN_LIFE_S });
  const video: VideoGrant = { [grant.right]: true };
  if ('room' in grant) video.room = grant.room;
  token.addGrant(video);
  return token.toJwt();
}
