import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { limitKey } from '../../core/address';
import { listen } from '../../db/listen';
import type { SecretBox } from '../../db/secrets';
import { LIMITS } from '../config/limits';
import { Audience } from './audience/audience.server';
import { Embeds } from './audience/embeds.server';
import { SocketQuota } from './audience/socket-quota.server';
import { watchAuthority } from './authority-watch.server';
import { createBroadcast } from './broadcast.server';
import { StateFeed } from './state-feed.server';
import { ChatFeeds, type ChatListener } from './chat-feeds.server';
import { ChatSockets } from './chat-sockets.server';
import { attachGateway, createIo, type Io } from './gateway.server';
import { Heartbeat } from './heartbeat.server';
import { platformViewers } from '../domain/presence/platforms';
import type { Livekit } from '../../livekit/livekit';
import { Phones } from './phones.server';
import { PRESENCE_CHANNEL } from '../../db/doorbell';
import { Relays } from './relay/relays.server';
import { socketRooms } from './socket-rooms.server';
import { guardSlowClients } from './slow-clients.server';
import { SteadyPool } from './steady-pool.server';
import { TelemetryLoop } from './telemetry.server';

/**
 * Reads of the bridge, telemetry, presence and tickets of one process; none of them is held up by a slow
 * page.
 */
const POOL = 4;
/** Of the chat alone: what it reads holds up nothing else (F27). */
const CHAT_POOL = 2;
/** Rung by ring_chat (0010_chat.sql) with `eventId:seq`. */
const CHAT_CHANNEL = 'touchline_chat';
/** Clients of a process that goes away come back spread over this time (F2). */
const MOVE_WITHIN_MS = 5_000;

export interface RealtimeOptions {
  server: HttpServer;
  databaseUrl: string;
  secrets: SecretBox;
  log: Logger;
  originAllowed: (origin: string | undefined) => boolean;
  /** Whom limits count (TRUSTED_PROXIES decides who may name another). */
  clientIp: (request: IncomingMessage) => string;
  /** For the relay to embeds; with a circuit of its own, so that a LiveKit that hangs holds up no token. */
  livekit: Pick<Livekit, 'sendData' | 'setRoomMetadata'>;
}

export interface RealtimeFigures {
  sockets: Record<'crew' | 'public' | 'camera', number>;
  events: number;
  reads: number;
  failedReads: number;
  updates: number;
  kicked: number;
  chat: { batches: number; messages: number; leftOut: number };
}

export interface Realtime {
  io: Io;
  /** Heartbeats of embedded players. */
  embeds: Pick<Embeds, 'heard' | 'left'>;
  /**
   * Each batch of an event's chat, at most one in 100 ms, until the returned function is called: for the
   * relay.
   */
  onChatBatch(eventId: string, listener: ChatListener): () => void;
  /** Whether Postgres answers, and whether its doorbell is heard. */
  health(): { database: boolean; listening: boolean };
  figures(): RealtimeFigures;
  /**
   * Tells every client to come back elsewhere; resolves when all have gone, or after the time given to them.
   */
  moveClients(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Builds what informs browsers, from the doorbell to the sockets. It takes no command and decides nothing.
 */
export function createRealtime(options: RealtimeOptions): Realtime {
  const { log, server } = options;
  const pool = new SteadyPool(options.databaseUrl, POOL);
  const io = createIo(server, options.originAllowed);
  const broadcast = createBroadcast(io);
  const inRoom = (room: string) => io.of('/').adapter.rooms.get(room)?.size ?? 0;
  let kicked = 0;
  const chatPool = new SteadyPool(options.databaseUrl, CHAT_POOL);
  const chats = new ChatFeeds(chatPool, log);
  const chatSockets = new ChatSockets(broadcast, chats);

  const bridge = new StateFeed({
    pool,
    log,
    deliver: {
      crew: (eventId, update) => {
        broadcast([socketRooms.crew(eventId)], ['update', update]);
        if (update.patch.destinations) audience.look(eventId);
      },
      public: (eventId, update) => {
        broadcast([socketRooms.public(eventId)], ['update', update]);
        relays.stateChanged(eventId);
        if (update.patch.event) chats.eventChanged(eventId);
      },
      camera: (cameraId, update) => broadcast([socketRooms.camera(cameraId)], ['update', update]),
      gone: (eventId) =>
        io
          .in([socketRooms.crew(eventId), socketRooms.public(eventId), socketRooms.cameras(eventId)])
          .disconnectSockets(true),
    },
  });
  const audience: Audience = new Audience({
    pool,
    log,
    processId: randomUUID(),
    addressKey: addressKeys(options.secrets),
    eventIds: () => relays.eventIds,
    platforms: (eventId) => platformViewers(bridge.get(eventId)?.state.destinations ?? [], Date.now()),
    announce: (eventId, numbers) => {
      const everybody = [
        socketRooms.crew(eventId),
        socketRooms.public(eventId),
        socketRooms.cameras(eventId),
      ];
      broadcast(everybody, ['presence', { viewers: numbers.total }]);
      relays.counted(eventId, numbers);
    },
  });
  const relays: Relays = new Relays({
    databaseUrl: options.databaseUrl,
    pool,
    log,
    bridge,
    onChatBatch: (eventId, listener) => chats.onBatch(eventId, listener),
    livekit: options.livekit,
    numbers: (eventId) => audience.numbers(eventId),
    counted: (eventId) => audience.counted(eventId),
  });
  const viewerKey = options.secrets.keysFor('viewer-ticket');
  const embeds = new Embeds({ viewerKey, bridge, audience });
  const heartbeat = new Heartbeat({
    pool,
    log,
    eventIds: () => bridge.eventIds,
    onSeqs: (seqs, asked) => bridge.compare(seqs, asked),
    onHealth: (ok) => {
      if (!ok) chatPool.replace();
      telemetry.tell();
    },
  });
  const telemetry = new TelemetryLoop({
    pool,
    log,
    eventIds: () => bridge.eventIds.filter((eventId) => inRoom(socketRooms.crew(eventId)) > 0),
    viewers: (eventId) => audience.numbers(eventId),
    healthy: () => heartbeat.ok,
    send: (eventId, message) => io.to(socketRooms.crew(eventId)).volatile.emit('telemetry', message),
  });
  const phones = new Phones(pool, log);
  const listener = listen(options.databaseUrl, {
    onRing: (ring) => bridge.ring(ring),
    also: {
      [PRESENCE_CHANNEL]: (processId) => audience.rung(processId),
      [CHAT_CHANNEL]: (payload) => chats.rung(payload),
    },
    onListening: () => bridge.refreshAll(),
    onHealth: (ok) => log[ok ? 'info' : 'warn'](ok ? 'the doorbell is heard' : 'the doorbell is silent'),
  });
  const sockets = () => io.of('/').sockets.values();
  const guard = guardSlowClients(sockets, (socket) => {
    kicked += 1;
    log.warn({ audience: socket.data.pass?.audience }, 'a client that does not read was let go');
  });
  const authority = watchAuthority(sockets, () => pool.sql, log);
  attachGateway({
    io,
    bridge,
    phones,
    quota: new SocketQuota(LIMITS.sockets, LIMITS.socketsPerAddress),
    clientIp: options.clientIp,
    audience,
    greet: (socket, eventId) => socket.emit('telemetry', telemetry.of(eventId)),
    joined: (socket) => chatSockets.joined(socket),
    log,
    sql: () => pool.sql,
    viewerKey,
  });

  return {
    io,
    embeds,
    onChatBatch: (eventId, listener) => chats.onBatch(eventId, listener),
    health: () => ({ database: heartbeat.ok, listening: listener.healthy() }),
    figures() {
      const by = { crew: 0, public: 0, camera: 0 };
      for (const socket of sockets()) by[socket.data.pass.audience] += 1;
      const { batches, messages } = chats.counts;
      const chat = { batches, messages, leftOut: chatSockets.leftOut };
      return { sockets: by, events: bridge.eventIds.length, ...bridge.counts, kicked, chat };
    },
    async moveClients() {
      const left = [...sockets()];
      for (const socket of left)
        socket.emit('moving', { afterMs: Math.round(Math.random() * MOVE_WITHIN_MS) });
      const gone = left.map(
        (socket) => new Promise<void>((resolve) => socket.once('disconnect', () => resolve())),
      );
      const limit = new Promise<void>((resolve) => setTimeout(resolve, MOVE_WITHIN_MS + 500).unref());
      await Promise.race([Promise.all(gone), limit]);
      // Who has not gone by then is not listening.
      io.disconnectSockets(true);
    },
    async close() {
      guard.close();
      authority.close();
      telemetry.close();
      phones.close();
      heartbeat.close();
      embeds.close();
      await relays.close();
      await audience.close();
      chatSockets.close();
      chats.close();
      await io.close();
      await listener.close();
      bridge.close();
      await Promise.all([pool.close(), chatPool.close()]);
    },
  };
}

/** Addresses of viewers are put down as keyed hashes: enough to count by, and nothing to look up. */
function addressKeys(secrets: SecretBox): (ip: string) => string {
  const key = secrets.derive('viewer-address');
  return (ip) => createHmac('sha256', key).update(limitKey(ip)).digest('base64url').slice(0, 16);
}
