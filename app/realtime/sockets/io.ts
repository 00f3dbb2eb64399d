import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../../contract/messages';
import type { Pass } from '../tickets';

export interface SocketData {
  pass: Pass;
}

export type Io = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

export type ClientSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

/**
 * socket.io as this product wants it: WebSocket only, small messages, and dead peers noticed within ten
 * seconds.
 */
export function createIo(server: HttpServer, originAllowed: (origin: string | undefined) => boolean): Io {
  return new Server(server, {
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: 16 * 1024,
    pingInterval: 5_000,
    pingTimeout: 5_000,
    connectTimeout: 5_000,
    // CORS does not cover WebSocket: a foreign page could otherwise open one (T17). No browser leaves the
    // origin out.
    allowRequest: (request, decide) => {
      const allowed = originAllowed(request.headers.origin);
      decide(allowed ? null : 'origin', allowed);
    },
  });
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
