import { DataPacket_Kind, RoomServiceClient, ServerError, TrackType } from 'livekit-server-sdk';
import { TtlCache } from '../core/time/ttl-cache';
import { createCircuit } from './circuit';
import {
  joinToken,
  type Livekit,
  type LiveKitServer,
  type LiveKitSettings,
  type ServerGrant,
  serverToken,
} from './tokens';

/** A phone or a director waits for the answer: after two seconds a clear "not now" is better (safety F9). */
const CALL_TIMEOUT_S = 2;
/** Seconds for which an empty room stays, so that a tunnel or a battery change does not cost a round trip. */
const EMPTY_ROOM_LIFE_S = 600;
/** Above the number of cameras, crew and engines of one event; viewers have the program room. */
const CAMERAS_ROOM_LIMIT = 200;
/** ms in which a room that was just made is not checked again: a thousand viewers would only load LiveKit. */
const ENSURED_FOR_MS = 5_000;
const MAX_ENSURED = 1_000;

/**
 * LiveKit's room service for one call; its token is valid for a minute, for one grant and one room (safety
 * T8).
 */
async function roomService(server: LiveKitServer, grant: ServerGrant): Promise<RoomServiceClient> {
  return new RoomServiceClient(server.url, server.apiKey, server.apiSecret, {
    token: await serverToken(server, grant),
    requestTimeout: CALL_TIMEOUT_S,
    failover: false,
  });
}

/** Does nothing when the room exists. Rejects with the SDK's errors. */
export async function createRoom(server: LiveKitServer, room: string): Promise<void> {
  const client = await roomService(server, { right: 'roomCreate', room });
  await client.createRoom({
    name: room,
    emptyTimeout: EMPTY_ROOM_LIFE_S,
    departureTimeout: EMPTY_ROOM_LIFE_S,
    maxParticipants: room.endsWith(':cameras') ? CAMERAS_ROOM_LIMIT : 0,
  });
}

/** Identities of everybody in a room, hidden ones too. Rejects with the SDK's errors. */
export async function identitiesIn(server: LiveKitServer, room: string): Promise<string[]> {
  const client = await roomService(server, { right: 'roomAdmin', room });
  return (await client.listParticipants(room)).map(({ identity }) => identity);
}

/** Over LiveKit's server SDK. */
export function createLivekit(settings: LiveKitSettings): Livekit {
  const circuit = createCircuit();
  const ensured = new TtlCache<void>(ENSURED_FOR_MS, MAX_ENSURED);

  /** Null when LiveKit answers "not found". */
  async function call<T>(
    grant: ServerGrant,
    work: (client: RoomServiceClient) => Promise<T>,
  ): Promise<T | null> {
    return circuit.run(async () => {
      try {
        return await work(await roomService(settings, grant));
      } catch (error) {
        if (error instanceof ServerError && error.status === 404) return null;
        throw error;
      }
    });
  }

  return {
    token: (grant, identity, name, origin) => joinToken(settings, grant, identity, name, origin),
    ensureRoom: (room) => ensured.get(room, () => circuit.run(() => createRoom(settings, room))),
    async closeRoom(room) {
      ensured.delete(room);
      await call({ right: 'roomCreate', room }, (client) => client.deleteRoom(room));
    },
    async removeParticipant(room, identity) {
      await call({ right: 'roomAdmin', room }, (client) => client.removeParticipant(room, identity));
    },
    async listParticipants(room) {
      const found = await call({ right: 'roomAdmin', room }, (client) => client.listParticipants(room));
      return (found ?? []).map((one) => ({
        identity: one.identity,
        sid: one.sid,
        joinedAtMs: Number(one.joinedAtMs) || Number(one.joinedAt) * 1000,
        hidden: one.permission?.hidden ?? false,
        publishing: one.tracks.length > 0,
      }));
    },
    async setTrackMuted(room, identity, kind, muted) {
      await call({ right: 'roomAdmin', room }, async (client) => {
        const wanted = kind === 'audio' ? TrackType.AUDIO : TrackType.VIDEO;
        const { tracks } = await client.getParticipant(room, identity);
        for (const track of tracks.filter(({ type }) => type === wanted)) {
          await client.mutePublishedTrack(room, identity, track.sid, muted);
        }
      });
    },
    async sendData(room, topic, data) {
      await call({ right: 'roomAdmin', room }, (client) =>
        client.sendData(room, data, DataPacket_Kind.RELIABLE, { topic }),
      );
    },
    async setRoomMetadata(room, metadata) {
      await call({ right: 'roomAdmin', room }, (client) => client.updateRoomMetadata(room, metadata));
    },
    async ping() {
      await call({ right: 'roomList' }, (client) => client.listRooms(['ping']));
    },
  };
}
