import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Logger } from 'pino';
import type { Sql } from '../../db/connect';
import type { StateFeed } from './state-feed.server';
import {
  ClientMessages,
  Handshake,
  type ClientToServer,
  type Refusal,
  type ServerToClient,
} from '../../contract/messages';
import type { Phones } from './phones.server';
import { socketRooms } from './socket-rooms.server';
import type { Audience, Tell } from './audience/audience.server';
import type { SocketQuota } from './audience/socket-quota.server';
import { checkViewerTicket, type Pass, redeemTicket, type TicketKey } from './tickets.server';
import { withTimeout } from './within';

/**
 * A hello, a resume and a telemetry every two seconds are what a client has to say; more than this is a fault
 * or an attack.
 */
const MAX_MESSAGES = 40;
const MESSAGES_WINDOW_MS = 10_000;
const HANDSHAKE_MS = 3_000;

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

export interface GatewayOptions {
  io: Io;
  bridge: StateFeed;
  phones: Phones;
  quota: SocketQuota;
  clientIp: (request: IncomingMessage) => string;
  audience: Pick<Audience, 'came' | 'went'>;
  /** First telemetry of a crew socket, so that nobody looks at empty meters for a second. */
  greet: (socket: ClientSocket, eventId: string) => void;
  /** A socket that hears the chat of its event from here on. */
  joined: (socket: ClientSocket) => void;
  log: Logger;
  sql: () => Sql;
  viewerKey: TicketKey;
}

class Refused extends Error {
  constructor(refusal: Refusal) {
    super(refusal);
  }
}

/**
 * Lets sockets in by ticket, gives each its snapshot and puts it into its room. Commands never come this way.
 */
export function attachGateway(options: GatewayOptions): void {
  const { io } = options;
  io.use((socket, next) => {
    admit(options, socket).then(
      () => next(),
      (error: unknown) => {
        if (error instanceof Refused) return next(error);
        options.log.warn({ err: error }, 'a socket could not be admitted');
        next(new Refused('unavailable'));
      },
    );
  });
  io.on('connection', (socket) => welcome(options, socket));
}

async function admit(options: GatewayOptions, socket: ClientSocket): Promise<void> {
  const hello = Handshake.safeParse(socket.handshake.auth);
  if (!hello.success) throw new Refused('ticket');
  const { ticket, seq } = hello.data;
  const pass = ticket.startsWith('v1.')
    ? checkViewerTicket(options.viewerKey, ticket)
    : await withTimeout(HANDSHAKE_MS, redeemTicket(options.sql(), ticket), 'a ticket');
  if (!pass) throw new Refused('ticket');
  socket.data.pass = pass;
  if (pass.audience === 'public') {
    const give = options.quota.take(options.clientIp(socket.request));
    if (!give) throw new Refused('busy');
    socket.conn.once('close', give);
  }
  // Held here so that the state is in memory when the connection stands; released below or when the socket
  // goes.
  const watched = await options.bridge.watch(pass.eventId, seq);
  if (!watched) throw new Refused('gone');
  if (pass.audience === 'public' && watched.state.event.status === 'draft') {
    options.bridge.release(pass.eventId);
    throw new Refused('gone');
  }
  // socket.io does not say when a client leaves between admission and connection; its transport does.
  socket.conn.once('close', () => options.bridge.release(pass.eventId));
}

function welcome(options: GatewayOptions, socket: ClientSocket): void {
  const { pass } = socket.data;
  const { eventId } = pass;
  // Snapshot and room in one turn of the event loop: no update falls between them.
  sendSnapshot(options, socket);
  switch (pass.audience) {
    case 'crew':
      void socket.join(socketRooms.crew(eventId));
      options.greet(socket, eventId);
      break;
    case 'public':
      void socket.join(socketRooms.public(eventId));
      break;
    case 'camera':
      standBack(options.io, pass.actor.cameraId);
      void socket.join(socketRooms.camera(pass.actor.cameraId));
      void socket.join(socketRooms.cameras(eventId));
      break;
  }
  const tell: Tell = ({ total }) => void socket.emit('presence', { viewers: total });
  options.joined(socket);
  options.audience.came(pass, options.clientIp(socket.request), tell);
  socket.on('disconnect', () => options.audience.went(pass, tell));
  listen(options, socket);
}

/** Of two tabs of one phone the newer one is the camera (F13). */
function standBack(io: Io, cameraId: string): void {
  for (const older of io.of('/').adapter.rooms.get(socketRooms.camera(cameraId)) ?? []) {
    const socket = io.of('/').sockets.get(older);
    socket?.emit('takenOver');
    socket?.disconnect();
  }
}

function sendSnapshot({ bridge }: GatewayOptions, socket: ClientSocket): void {
  const { pass } = socket.data;
  const watched = bridge.get(pass.eventId);
  if (!watched) return void socket.disconnect(true);
  socket.emit(
    'snapshot',
    pass.audience === 'camera' ? watched.camera(pass.actor.cameraId) : watched.snapshot(pass.audience),
  );
}

function listen(options: GatewayOptions, socket: ClientSocket): void {
  const { pass } = socket.data;
  let heard = 0;
  const window = setInterval(() => (heard = 0), MESSAGES_WINDOW_MS);
  socket.on('disconnect', () => clearInterval(window));
  socket.use((_message, next) => {
    heard += 1;
    if (heard > MAX_MESSAGES) socket.disconnect(true);
    else next();
  });
  socket.on('resume', (message) => {
    const parsed = ClientMessages.resume.safeParse(message);
    if (!parsed.success) return void socket.disconnect(true);
    resume(options, socket, parsed.data.seq).catch(() => socket.disconnect(true));
  });
  socket.on('phone', (message) => {
    const parsed = ClientMessages.phone.safeParse(message);
    if (!parsed.success) return void socket.disconnect(true);
    if (pass.audience !== 'camera') return;
    // A removed camera has nothing to say any more, whatever its ticket said.
    const removed =
      options.bridge.get(pass.eventId)?.camera(pass.actor.cameraId).state.camera.state === 'removed';
    if (!removed) options.phones.heard(pass.actor, parsed.data);
  });
}

/**
 * A client that missed something, or a tab that was asleep: the present state, read anew if the client is
 * ahead of us.
 */
async function resume(options: GatewayOptions, socket: ClientSocket, seq: number): Promise<void> {
  const { eventId } = socket.data.pass;
  const watched = options.bridge.get(eventId);
  if (watched && watched.seq < seq) {
    await options.bridge.watch(eventId, seq).then(
      () => options.bridge.release(eventId),
      // The database does not answer: what is in memory is the best there is.
      () => undefined,
    );
  }
  if (socket.connected) sendSnapshot(options, socket);
}
