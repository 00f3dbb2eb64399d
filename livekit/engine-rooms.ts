import { createHmac, randomBytes } from 'node:crypto';
import { DESK_IDENTITY, type Grant, GRANTS } from '../core/grants';
import type { EventKind } from '../contract/vocabulary';
import { roomsOf } from '../core/rooms';
import { createRoom, identitiesIn } from './client';
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

  /**
   * To receive the cameras of an event; for a show, its host. Every engine gets the same identity, so that
   * LiveKit sends one out when another joins: it hears so of a takeover that its database does not tell it.
   */
  cameras(slug: string, kind?: EventKind): Promise<RoomAccess> {
    const grant = GRANTS.engineInput(roomsOf(slug, kind));
    const hmac = createHmac('sha256', this.#server.apiSecret).update(`receiver of ${grant.grant.room}`);
    return this.#access(grant, hmac.digest('hex').slice(0, 32));
  }

  /** To publish the program: to viewers while live, to the crew's rehearsal otherwise. */
  program(slug: string, live: boolean): Promise<RoomAccess> {
    return this.#access(GRANTS.engineProgram(roomsOf(slug), live), randomBytes(16).toString('hex'));
  }

  /** Identities of the directors who are in the cameras' room now. */
  async directors(slug: string): Promise<string[]> {
    const identities = await identitiesIn(this.#server, roomsOf(slug).cameras);
    return identities.filter((identity) => identity.startsWith(`${DESK_IDENTITY}_`));
  }

  async #access(grant: Grant, name: string): Promise<RoomAccess> {
    await createRoom(this.#server, grant.grant.room);
    const token = await signJoinToken(this.#server, grant, { identity: `engine_${name}` });
    return { url: this.#server.url, token };
  }
}
