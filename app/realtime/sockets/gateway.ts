import type { SigningKeys } from '../../../core/signed-token';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { ZodType } from 'zod';
import type { Refusal } from '../../../contract/vocabulary';
import type { ReplaceablePool } from '../replaceable-pool';
import type { ChatSockets } from './chat-sockets';
import type { StateFeed } from '../state-feed';
import {
  ClientMessages,
  type ClientToServer,
  type Handlers,
  Handshake,
  type MessageOf,
} from '../../../contract/messages';
import type { PhoneTelemetryWriter, TelemetryLoop } from './telemetry';
import type { ViewerCounts, NumbersListener } from '../viewers/viewer-counts';
import { checkViewerTicket, type Pass, redeemTicket } from '../tickets';
import { withTimeout } from '../../../core/time/with-timeout';
import { type Io, type ClientSocket, ownConnection, socketRooms } from './io';
import { limitKey } from '../../../core/address';
import type { Places, Rates } from '../../../core/limits';
import { LIMITS } from '../../config/limits';

/**
 * A hello, a resume and a telemetry every two seconds are what a client sends; more than this is an error or
 * an attack.
 */
const MAX_MESSAGES = 40;
const MESSAGES_WINDOW_MS = 10_000;
const HANDSHAKE_MS = 3_000;

export interface GatewayOptions {
  io: Io;
  state: StateFeed;
  viewers: ViewerCounts;
  chatSockets: ChatSockets;
  telemetry: TelemetryLoop;
  phones: PhoneTelemetryWriter;
  quota: Places;
  clientIp: (request: IncomingMessage) => string;
  log: Logger;
  /** For tickets alone: a storm of handshakes waits for itself. */
  ticketPool: ReplaceablePool;
  handshakes: Rates;
  viewerKey: SigningKeys;
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
        const refused = error instanceof Refused ? error : new Refused('unavailable');
        if (refused !== error) options.log.warn({ err: error }, 'a socket could not be admitted');
        next(refused);
        // After the refusal has been written: who may try again does so over a connection of its own.
        setImmediate(() => socket.conn.close());
      },
    );
  });
  io.on('connection', (socket) => welcome(options, socket));
}

/** A program that opens connections again and again then does so less often. */
const HANG_UP_MS = 3_000;

/** Hears no further packet of a connection, and ends it later. */
function hangUpLate(socket: ClientSocket): void {
  const { conn } = socket;
  conn.removeAllListeners('data');
  const connection = ownConnection(socket);
  if (!connection) return void setImmediate(() => conn.close(true));
  setImmediate(() => connection.pause());
  setTimeout(() => connection.destroy(), HANG_UP_MS).unref();
}

/** Connections that have asked to be let in. */
const asked = new WeakSet<ClientSocket['conn']>();

async function admit(options: GatewayOptions, socket: ClientSocket): Promise<void> {
  // socket.io takes any number of these packets over one connection; a client of ours sends one.
  if (asked.has(socket.conn)) {
    hangUpLate(socket);
    throw new Refused('ticket');
  }
  asked.add(socket.conn);
  const hello = Handshake.safeParse(socket.handshake.auth);
  if (!hello.success) throw new Refused('ticket');
  const { ticket, seq } = hello.data;
  const pass = ticket.startsWith('v1.')
    ? checkViewerTicket(options.viewerKey, ticket)
    : await redeem(options, socket, ticket);
  if (!pass) throw new Refused('ticket');
  socket.data.pass = pass;
  if (pass.audience === 'public') {
    const give = options.quota.take(limitKey(options.clientIp(socket.request)));
    if (!give) throw new Refused('busy');
    socket.conn.once('close', give);
  }
  // Held here so that the state is in memory when the connection is open; released below or when the socket
  // goes.
  const cache = await options.state.watch(pass.eventId, seq);
  if (!cache) throw new Refused('gone');
  if (pass.audience === 'public' && cache.state.event.status === 'draft') {
    options.state.release(pass.eventId);
    throw new Refused('gone');
  }
  // socket.io does not say when a client leaves between admission and connection; its transport does.
  socket.conn.once('close', () => options.state.release(pass.eventId));
}

/** A ticket of the crew or a phone costs a transaction, so each address has so many. */
function redeem(options: GatewayOptions, socket: ClientSocket, ticket: string): Promise<Pass | null> {
  const address = limitKey(options.clientIp(socket.request));
  if (!options.handshakes.take(address, LIMITS.handshakePerMinute)) throw new Refused('busy');
  return withTimeout(HANDSHAKE_MS, redeemTicket(options.ticketPool.sql, ticket), 'a ticket');
}

function welcome(options: GatewayOptions, socket: ClientSocket): void {
  const { pass } = socket.data;
  const { eventId } = pass;
  // Snapshot and room in one turn of the event loop: no update falls between them.
  sendSnapshot(options, socket);
  switch (pass.audience) {
    case 'crew':
      void socket.join(socketRooms.crew(eventId));
      // At once, so that nobody looks at empty meters for a second.
      socket.emit('telemetry', options.telemetry.of(eventId));
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
  const listener: NumbersListener = ({ total }) => void socket.emit('presence', { viewers: total });
  options.chatSockets.joined(socket);
  options.viewers.came(pass, options.clientIp(socket.request), listener);
  socket.on('disconnect', () => options.viewers.went(pass, listener));
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

function sendSnapshot({ state }: GatewayOptions, socket: ClientSocket): void {
  const { pass } = socket.data;
  const cache = state.get(pass.eventId);
  if (!cache) return void socket.disconnect(true);
  socket.emit(
    'snapshot',
    pass.audience === 'camera' ? cache.camera(pass.actor.cameraId) : cache.snapshot(pass.audience),
  );
}

function listen(options: GatewayOptions, socket: ClientSocket): void {
  const { pass } = socket.data;
  let heard = 0;
  const window = setInterval(() => (heard = 0), MESSAGES_WINDOW_MS);
  socket.on('disconnect', () => clearInterval(window));
  const handlers: Handlers<ClientToServer> = {
    resume: ({ seq }) => void resume(options, socket, seq).catch(() => socket.disconnect(true)),
    phone: (telemetry) => {
      if (pass.audience !== 'camera') return;
      // A removed camera has nothing to say any more, whatever its ticket said.
      const removed =
        options.state.get(pass.eventId)?.camera(pass.actor.cameraId).state.camera.state === 'removed';
      if (!removed) options.phones.heard(pass.actor, telemetry);
    },
  };
  socket.onAny((name: string, message: unknown) => {
    heard += 1;
    if (heard > MAX_MESSAGES) return void socket.disconnect(true);
    try {
      if (isClientMessage(name) && !handle(name, message, handlers)) socket.disconnect(true);
    } catch (error) {
      // What one client sends ends its own connection at worst, and never this process with everybody's.
      options.log.error({ err: error, audience: pass.audience, name }, 'a message could not be handled');
      socket.disconnect(true);
    }
  });
}

function isClientMessage(name: string): name is keyof ClientToServer {
  return Object.hasOwn(ClientMessages, name);
}

/** @returns false when the content is none that the contract knows */
function handle<Name extends keyof ClientToServer>(
  name: Name,
  message: unknown,
  handlers: Handlers<ClientToServer>,
): boolean {
  const schema: ZodType<MessageOf<ClientToServer, Name>> = ClientMessages[name];
  const parsed = schema.safeParse(message);
  if (parsed.success) handlers[name](parsed.data);
  return parsed.success;
}

/**
 * A client that missed something, or a tab that was asleep: the present state, read again if the client is
 * ahead of us.
 */
async function resume(options: GatewayOptions, socket: ClientSocket, seq: number): Promise<void> {
  const { eventId } = socket.data.pass;
  const cache = options.state.get(eventId);
  if (cache && cache.seq < seq) {
    await options.state.watch(eventId, seq).then(
      () => options.state.release(eventId),
      // The database does not answer: what is in memory is the best there is.
      () => undefined,
    );
  }
  if (socket.connected) sendSnapshot(options, socket);
}
