import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import type { Audience } from '../../../contract/vocabulary';
import { limitKey } from '../../../core/address';
import { Places, Rates } from '../../../core/limits';
import type { SigningKeys } from '../../../core/signed-token';
import { repeat } from '../../../core/time/repeat';
import { withTimeout } from '../../../core/time/with-timeout';
import { continueAs, purpose, withClaims } from '../../../db/claims';
import type { Sql } from '../../../db/connect';
import { openApiTokens, openSessions, teamsOfUsers } from '../../../db/queries/accounts';
import { presentCameras } from '../../../db/queries/cameras';
import { openCrewLinks, openCrewSessions } from '../../../db/queries/crew';
import { LIMITS } from '../../config/limits';
import type { ChatFeeds } from '../chat-feeds';
import type { Heartbeat } from '../heartbeat';
import type { ReplaceablePool } from '../replaceable-pool';
import type { StateFeed } from '../state-feed';
import type { Pass } from '../tickets';
import type { ViewerCounts } from '../viewers/viewer-counts';
import { ChatSockets } from './chat-sockets';
import { attachGateway } from './gateway';
import { type ClientSocket, createIo, type Io, socketRooms } from './io';
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
  const polls = new Rates(10_000);
  const io = createIo(options.server, {
    originAllowed: options.originAllowed,
    mayPoll: (request) => polls.take(limitKey(clientIp(request)), LIMITS.pollingPerMinute),
  });
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
  const authority = watchAuthority(
    connected,
    () => pool.sql,
    (eventId) => state.get(eventId)?.state.event.status === 'draft',
    log,
  );
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

/** A right that ends closes its sockets within two seconds (T24). */
const EVERY_MS = 1_500;
const LIMIT_MS = 2_000;

/** Ends the sockets of those whose rights have ended. While the database does not answer nobody is judged. */
function watchAuthority(
  sockets: () => Iterable<ClientSocket>,
  sql: () => Sql,
  isDraft: (eventId: string) => boolean,
  log: Logger,
) {
  async function look(): Promise<void> {
    // A viewer has no right of their own: it is the event's.
    for (const socket of sockets()) {
      const { pass } = socket.data;
      if (pass?.audience === 'public' && isDraft(pass.eventId)) socket.disconnect(true);
    }
    const judged = [...sockets()].filter(({ data }) => data.pass && data.pass.audience !== 'public');
    if (judged.length === 0) return;
    const passes = judged.map((socket) => socket.data.pass);
    const allowed = await withTimeout(LIMIT_MS, stillAllowed(sql(), passes), 'asking for rights');
    for (const socket of judged) {
      if (allowed(socket.data.pass)) continue;
      log.info({ eventId: socket.data.pass.eventId }, 'a right ended, and so does its socket');
      socket.disconnect(true);
    }
  }
  const close = repeat(EVERY_MS, look, (err) => log.debug({ err }, 'rights could not be used for'));
  return { close };
}

/**
 * Whose rights are still what they were when their ticket was made (T24), for all sockets in one transaction:
 * a crew's link and session, a member's teams and session, a token, a camera.
 */
export async function stillAllowed(sql: Sql, passes: readonly Pass[]): Promise<(pass: Pass) => boolean> {
  const used = rightsOf(passes);
  // A purpose is sent before the statements of its turn, so each purpose has a turn of its own.
  const open = await withClaims(sql, purpose('crew_link'), async (tx) => {
    const [links, crewSessions] = await Promise.all([
      among(used.links, (ids) => openCrewLinks(tx, ids)),
      among(used.crewSessions, (ids) => openCrewSessions(tx, ids)),
    ]);
    const [, teams, sessions] = await Promise.all([
      continueAs(tx, purpose('session')),
      teamsOfUsers(tx, [...used.users]),
      among(used.sessions, (ids) => openSessions(tx, ids, LIMITS.sessionIdleHours)),
    ]);
    const [, tokens] = await Promise.all([
      continueAs(tx, purpose('api_token')),
      among(used.tokens, (ids) => openApiTokens(tx, ids)),
    ]);
    const [, cameras] = await Promise.all([
      continueAs(tx, purpose('device')),
      among(used.cameras, (ids) => presentCameras(tx, ids)),
    ]);
    return { links, crewSessions, teams, sessions, tokens, cameras };
  });
  return (pass) => {
    if (pass.audience === 'public') return true;
    if (pass.audience === 'camera') return open.cameras.has(pass.actor.cameraId);
    const { actor, session } = pass;
    if (actor.kind === 'crew') {
      return open.links.has(actor.linkId) && (!session || open.crewSessions.has(session));
    }
    if (actor.userId === null) return actor.tokenId !== undefined && open.tokens.has(actor.tokenId);
    if (session && !open.sessions.has(session)) return false;
    const present = open.teams.get(actor.userId);
    return actor.teams.every((team) => present?.has(team));
  };
}

function rightsOf(passes: readonly Pass[]) {
  const used = {
    links: new Set<string>(),
    crewSessions: new Set<string>(),
    users: new Set<string>(),
    sessions: new Set<string>(),
    tokens: new Set<string>(),
    cameras: new Set<string>(),
  };
  for (const pass of passes) {
    if (pass.audience === 'public') continue;
    const { actor } = pass;
    if (actor.kind === 'camera') used.cameras.add(actor.cameraId);
    else if (actor.kind === 'crew') used.links.add(actor.linkId);
    else if (actor.userId !== null) used.users.add(actor.userId);
    else if (actor.tokenId !== undefined) used.tokens.add(actor.tokenId);
    if (pass.audience === 'crew' && pass.session) {
      (actor.kind === 'crew' ? used.crewSessions : used.sessions).add(pass.session);
    }
  }
  return used;
}

/** No statement for an empty list. */
function among(
  ids: ReadonlySet<string>,
  find: (ids: string[]) => Promise<Set<string>>,
): Promise<Set<string>> {
  return ids.size === 0 ? Promise.resolve(new Set()) : find([...ids]);
}
