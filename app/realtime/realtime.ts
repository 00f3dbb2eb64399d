import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { limitKey } from '../../core/address';
import { WEB_POOLS } from '../../db/connection-budget';
import { PRESENCE_CHANNEL } from '../../db/doorbell';
import { listen } from '../../db/listen';
import type { SecretBox } from '../../db/secrets';
import type { Livekit } from '../../livekit/tokens';
import { ChatFeeds, type ChatListener } from './chat-feeds';
import { Heartbeat } from './heartbeat';
import { Relays } from './relay/relays';
import { ReplaceablePool } from './replaceable-pool';
import type { Io } from './sockets/io';
import { openSockets, type Sockets } from './sockets/sockets';
import { StateFeed } from './state-feed';
import { EmbedHeartbeats } from './viewers/embed-heartbeats';
import { ViewerCounts } from './viewers/viewer-counts';

/** Rung by ring_chat (0010_chat.sql) with `eventId:seq`. */
const CHAT_CHANNEL = 'touchline_chat';

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
  sockets: ReturnType<Sockets['figures']>['sockets'];
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
  embeds: Pick<EmbedHeartbeats, 'heard' | 'left'>;
  /** Each batch of an event's chat, at most one in 100 ms, until the returned function is called. */
  onChatBatch(eventId: string, listener: ChatListener): () => void;
  /** Whether Postgres answers, and whether its doorbell is heard. */
  health(): { database: boolean; listening: boolean };
  figures(): RealtimeFigures;
  /** Asks every client to come back elsewhere; resolves when all have gone, or when their time is over. */
  moveClients(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Builds what informs browsers. It takes no command and decides nothing. Each part is given the parts that it
 * hears: feeds read from Postgres (state, chats, viewers), and sockets, relays and embeds pass on.
 */
export function createRealtime(options: RealtimeOptions): Realtime {
  const { databaseUrl, livekit, log, secrets } = options;
  const pool = new ReplaceablePool(databaseUrl, WEB_POOLS.feeds);
  const ticketPool = new ReplaceablePool(databaseUrl, WEB_POOLS.tickets);
  const heartbeatPool = new ReplaceablePool(databaseUrl, WEB_POOLS.heartbeat);
  const chatPool = new ReplaceablePool(databaseUrl, WEB_POOLS.chatFeed);
  const viewerKey = secrets.keysFor('viewer-ticket');

  const state = new StateFeed(pool, log);
  const chats = new ChatFeeds(chatPool, log, state);
  const addressKey = addressKeys(secrets);
  const viewers = new ViewerCounts({ pool, log, state, addressKey, processId: randomUUID() });
  const heartbeat = new Heartbeat(heartbeatPool, log, state);
  heartbeat.onSilence(() => [heartbeatPool, pool, ticketPool, chatPool].forEach((one) => one.replace()));

  const sockets = openSockets({ ...options, pool, ticketPool, viewerKey, state, chats, viewers, heartbeat });
  const relays = new Relays({ databaseUrl, pool, log, livekit, state, chats, viewers });
  const embeds = new EmbedHeartbeats({ viewerKey, state, viewers });

  const listener = listen(databaseUrl, {
    onRing: (ring) => state.ring(ring),
    also: {
      [PRESENCE_CHANNEL]: (processId) => viewers.rung(processId),
      [CHAT_CHANNEL]: (payload) => chats.rung(payload),
    },
    onListening: () => state.refreshAll(),
    onHealth: (ok) => log[ok ? 'info' : 'warn'](ok ? 'the doorbell is heard' : 'the doorbell is silent'),
  });

  return {
    io: sockets.io,
    embeds,
    onChatBatch: (eventId, onBatch) => chats.onBatch(eventId, onBatch),
    health: () => ({ database: heartbeat.ok, listening: listener.healthy() }),
    figures() {
      const { sockets: connected, kicked, leftOut } = sockets.figures();
      const { batches, messages } = chats.counts;
      const chat = { batches, messages, leftOut };
      return { sockets: connected, events: state.eventIds.length, ...state.counts, kicked, chat };
    },
    moveClients: () => sockets.move(),
    async close() {
      heartbeat.close();
      embeds.close();
      await relays.close();
      await viewers.close();
      await sockets.close();
      chats.close();
      await listener.close();
      state.close();
      await Promise.all([pool, ticketPool, heartbeatPool, chatPool].map((one) => one.close()));
    },
  };
}

/** Addresses of viewers are stored as keyed hashes: enough to count by, and nothing to look up. */
function addressKeys(secrets: SecretBox): (ip: string) => string {
  const key = secrets.derive('viewer-address');
  return (ip) => createHmac('sha256', key).update(limitKey(ip)).digest('base64url').slice(0, 16);
}
