import { randomBytes } from 'node:crypto';
import { AccessToken, RoomServiceClient, TrackSource } from 'livekit-server-sdk';
import type { Grant } from '../core/grants';
import { GRANTS } from '../core/grants';
import { type EventKind, roomsOf } from '../core/rooms';

/** A server that does not answer is tried again by whoever asked; nobody waits longer than this. */
const CALL_TIMEOUT_S = 3;

export interface RoomAccess {
  url: string;
  token: string;
}

const SOURCES = {
  camera: TrackSource.CAMERA,
  microphone: TrackSource.MICROPHONE,
  screen_share: TrackSource.SCREEN_SHARE,
  screen_share_audio: TrackSource.SCREEN_SHARE_AUDIO,
} as const;

/** The engine's own doors to LiveKit: tokens for its two rooms, which it makes when they are not there. */
export class EngineRooms {
  private readonly rooms: RoomServiceClient;

  constructor(private readonly livekit: { url: string; apiKey: string; apiSecret: string }) {
    const http = livekit.url.replace(/^ws/, 'http');
    this.rooms = new RoomServiceClient(http, livekit.apiKey, livekit.apiSecret, {
      requestTimeout: CALL_TIMEOUT_S,
    });
  }

  /** To read the cameras of an event; of a show, its host. */
  cameras(slug: string, kind?: EventKind): Promise<RoomAccess> {
    return this.access(GRANTS.engineInput(roomsOf(slug, kind)));
  }

  /** To publish the program: to the viewers while live, to the crew's rehearsal otherwise. */
  program(slug: string, live: boolean): Promise<RoomAccess> {
    return this.access(GRANTS.engineProgram(roomsOf(slug), live));
  }

  private async access({ grant, ttlS }: Grant): Promise<RoomAccess> {
    await this.rooms.createRoom({ name: grant.room });
    const token = new AccessToken(this.livekit.apiKey, this.livekit.apiSecret, {
      identity: `engine_${randomBytes(16).toString('hex')}`,
      ttl: ttlS,
    });
    token.addGrant({ ...grant, canPublishSources: grant.canPublishSources.map((source) => SOURCES[source]) });
    return { url: this.livekit.url, token: await token.toJwt() };
  }
}
