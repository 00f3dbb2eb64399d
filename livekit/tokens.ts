import { AccessToken, TrackSource, type VideoGrant } from 'livekit-server-sdk';
import type { Grant, RoomGrant } from '../core/grants';
import type { LiveKitSettings } from '../app/config/settings';
import type { TokenAnswer } from './livekit';

const SOURCES: Record<RoomGrant['canPublishSources'][number], TrackSource> = {
  camera: TrackSource.CAMERA,
  microphone: TrackSource.MICROPHONE,
  screen_share: TrackSource.SCREEN_SHARE,
  screen_share_audio: TrackSource.SCREEN_SHARE_AUDIO,
};

/**
 * A join token with exactly the grant that is written out, no metadata and no room configuration (safety T8,
 * T11).
 *
 * @param origin of the page, for the address by which the browser reaches LiveKit
 */
export async function joinToken(
  settings: LiveKitSettings,
  { grant, ttlS }: Grant,
  identity: string,
  name: string,
  origin: string,
): Promise<TokenAnswer> {
  const token = new AccessToken(settings.apiKey, settings.apiSecret, { identity, name, ttl: ttlS });
  token.addGrant({ ...grant, canPublishSources: grant.canPublishSources.map((source) => SOURCES[source]) });
  return {
    token: await token.toJwt(),
    url: settings.publicUrl ?? origin.replace(/^http/, 'ws'),
    room: grant.room,
    identity,
    expiresAt: new Date(Date.now() + ttlS * 1000).toISOString(),
  };
}

/** One minute is plenty for a call that starts now (safety T8). */
const SERVER_TOKEN_LIFE_S = 60;

/** One right on one room. `roomList` exists without a room only; it is what a ping asks with. */
export type ServerGrant = { right: 'roomAdmin' | 'roomCreate'; room: string } | { right: 'roomList' };

/** The token of one call of ours. Made for that call and thrown away. */
export async function serverToken(settings: LiveKitSettings, grant: ServerGrant): Promise<string> {
  const token = new AccessToken(settings.apiKey, settings.apiSecret, { ttl: SERVER_TOKEN_LIFE_S });
  const video: VideoGrant = { [grant.right]: true };
  if ('room' in grant) video.room = grant.room;
  token.addGrant(video);
  return token.toJwt();
}
