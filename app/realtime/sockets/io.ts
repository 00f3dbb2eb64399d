import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Socket as Connection } from 'node:net';
import { Server, type Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../../contract/messages';
import type { Pass } from '../tickets';

export interface SocketData {
  pass: Pass;
}

export type Io = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

export type ClientSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

export interface IoOptions {
  originAllowed: (origin: string | undefined) => boolean;
  /** Whether the address may begin another session by polling, which takes no connection of its own. */
  mayPoll: (request: IncomingMessage) => boolean;
}

/**
 * socket.io as this product wants it: by WebSocket, and by long polling where a network lets none through
 * (decision 36); small messages, and dead peers noticed within ten seconds.
 */
export function createIo(server: HttpServer, { originAllowed, mayPoll }: IoOptions): Io {
  return new Server(server, {
    transports: ['websocket', 'polling'],
    // The browser chooses, and begins again where the other one would do better.
    allowUpgrades: false,
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: 16 * 1024,
    pingInterval: 5_000,
    pingTimeout: 5_000,
    connectTimeout: 5_000,
    // CORS does not cover WebSocket: a foreign page could otherwise open one (T17). No browser leaves the
    // origin out, except in a GET to its own site; what a foreign one gets by such a GET it cannot read.
    allowRequest: (request, decide) => {
      const { origin } = request.headers;
      const site = request.headers['sec-fetch-site'];
      const polls = !request.headers.upgrade;
      const own = polls && origin === undefined && (site === undefined || site === 'same-origin');
      const allowed = (own || originAllowed(origin)) && (!polls || mayPoll(request));
      decide(allowed ? null : 'origin', allowed);
    },
  });
}

/** Of a client that polls the connection is the edge's, and carries other people's requests too. */
export function ownConnection({ conn }: Pick<ClientSocket, 'conn'>): Connection | null {
  return conn.transport.name === 'websocket' ? conn.request.socket : null;
}

/** socket.io rooms, one for each event and audience: a broadcast is encoded once for all in a room. */
export const socketRooms = {
  crew: (eventId: string) => `crew:${eventId}`,
  public: (eventId: string) => `public:${eventId}`,
  /** All phones of an event, for what concerns every camera. */
  cameras: (eventId: string) => `cameras:${eventId}`,
  /** One phone. */
  camera: (cameraId: string) => `camera:${cameraId}`,
} as const;
