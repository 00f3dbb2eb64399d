import { randomBytes } from 'node:crypto';
import { type Grant, GRANTS } from '../core/grants';
import type { EventKind } from '../contract/vocabulary';
import { roomsOf } from '../core/rooms';
import { createRoom } from './client';
import { type LiveKitServer, signJoinToken } from './tokens';

export interface RoomAccess {
  url: string;
  token: string;
}

/**
 * Access of the engine to an event's rooms, which are made when they do not exist. Rejects when LiveKit does
 * not answer in time; the engine retries.
 */
export class EngineRooms {
  readonly #server: LiveKitServer;

  constructor(server: LiveKitServer) {
    this.#server = server;
  }

  /** To receive the cameras of an event; for a show, its host. */
  cameras(slug: string, kind?: EventKind): Promise<RoomAccess> {
    return this.#access(GRANTS.engineInput(roomsOf(slug, kind)));
  }

  /** To publish the program: to viewers while live, to the crew's rehearsal otherwise. */
  program(slug: string, live: boolean): Promise<RoomAccess> {
    return this.#access(GRANTS.engineProgram(roomsOf(slug), live));
  }

  async #access(grant: Grant): Promise<RoomAccess> {
    await createRoom(this.#server, grant.grant.room);
    const identity = `engine_${randomBytes(16).toString('hex')}`;
    return { url: this.#server.url, token: await signJoinToken(this.#server, grant, { identity }) };
  }
}
