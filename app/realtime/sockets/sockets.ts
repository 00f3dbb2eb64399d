import type { SigningKeys } from '../../../core/signed-token';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import type { Audience } from '../../../contract/vocabulary';
import { LIMITS } from '../../config/limits';
import { withTimeout } from '../../../core/time/with-timeout';
import type { ChatFeeds } from '../chat-feeds';
import type { Heartbeat } from '../heartbeat';
import type { ReplaceablePool } from '../replaceable-pool';
import type { StateFeed } from '../state-feed';
import type { ViewerCounts } from '../viewers/viewer-counts';
import { watchAuthority } from './authority';
import { ChatSockets } from './chat-sockets';
import { attachGateway } from './gateway';
import { createIo, type Io, socketRooms } from './io';
import { Places, Rates } from '../../../core/limits';
import { createBroadcast, guardSlowClients } from './socketio-internals';
import { PhoneTelemetryWriter, TelemetryLoop } from './telemetry';

/** Clients of a process that goes away come back spread over this time (F2). */
const MOVE_WITHIN_MS = 5_000;

export interface SocketsOptions {
  server: HttpServer;
  pool: ReplaceablePool;
  ticketPool: ReplaceablePool;
  log: Logger;
  originAllowed: (origin: string | undefined) => boolean;
  clientIp: (request: IncomingMessage) => string;
  viewerKey: SigningKeys;
  state: StateFeed;
  chats: ChatFeeds;
  viewers: ViewerCounts;
  heartbeat: Heartbeat;
}

export interface Sockets {
  io: Io;
  figures(): { sockets: Record<Audience, number>; kicked: number; leftOut: number };
  /** Asks every client to come back elsewhere; resolves when all have gone, or when their time is over. */
  move(): Promise<void>;
  close(): Promise<void>;
}

/** The sockets of this process: who gets in, and what each is sent of state, chat, viewers and telemetry. */
export function openSockets(options: SocketsOptions): Sockets {
  const { pool, log, state, chats, viewers, heartbeat, viewerKey, clientIp } = options;
  const io = createIo(options.server, options.originAllowed);
  const connected = () => io.of('/').sockets.values();
  const broadcast = createBroadcast(io);
  const everybody = (eventId: string) => [
    socketRooms.crew(eventId),
    socketRooms.public(eventId),
    socketRooms.cameras(eventId),
  ];
  state.subscribe({
    crew: (eventId, update) => broadcast([socketRooms.crew(eventId)], ['update', update]),
    public: (eventId, update) => broadcast([socketRooms.public(eventId)], ['update', update]),
    camera: (cameraId, update) => broadcast([socketRooms.camera(cameraId)], ['update', update]),
    gone: (eventId) => io.in(everybody(eventId)).disconnectSockets(true),
  });
  viewers.subscribe((eventId, { total }) => broadcast(everybody(eventId), ['presence', { viewers: total }]));

  let kicked = 0;
  const guard = guardSlowClients(connected, (socket) => {
    kicked += 1;
    log.warn({ audience: socket.data.pass?.audience }, 'a client that does not read was disconnected');
  });
  const authority = watchAuthority(connected, () => pool.sql, log);
  const telemetry = new TelemetryLoop({ io, pool, log, state, viewers, heartbeat });
  const phones = new PhoneTelemetryWriter(pool, log);
  const chatSockets = new ChatSockets(broadcast, chats);
  const quota = new Places(LIMITS.socketsPerAddress, LIMITS.sockets);
  attachGateway({
    io,
    ticketPool: options.ticketPool,
    handshakes: new Rates(10_000),
    log,
    state,
    viewers,
    telemetry,
    phones,
    chatSockets,
    quota,
    clientIp,
    viewerKey,
  });

  return {
    io,
    figures() {
      const sockets = { crew: 0, public: 0, camera: 0 };
      for (const socket of connected()) sockets[socket.data.pass.audience] += 1;
      return { sockets, kicked, leftOut: chatSockets.leftOut };
    },
    async move() {
      const left = [...connected()];
      for (const socket of left) {
        socket.emit('moving', { afterMs: Math.round(Math.random() * MOVE_WITHIN_MS) });
      }
      const gone = left.map(
        (socket) => new Promise<void>((resolve) => socket.once('disconnect', () => resolve())),
      );
      // Who has not gone by then is not listening.
      await withTimeout(MOVE_WITHIN_MS + 500, Promise.all(gone), 'moving clients').catch(() => undefined);
      io.disconnectSockets(true);
    },
    async close() {
      guard.close();
      authority.close();
      telemetry.close();
      phones.close();
      chatSockets.close();
      await io.close();
    },
  };
}
