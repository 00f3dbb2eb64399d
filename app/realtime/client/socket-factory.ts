import type { io } from 'socket.io-client';
import type { TicketRequest } from '../../../contract/messages';
import { api } from '../../api/client';
import { goesByPolling, learnFrom } from './polling';
import { viewerTicket } from './viewer-ticket';

const TICKET_MS = 4_000;
export const CONNECT_MS = 4_000;

export type Client = ReturnType<typeof io>;

/** How a connection reaches the server; the browser's own way is `BROWSER`. */
export interface SocketFactory {
  ticket(request: TicketRequest): Promise<string>;
  /** The server did not take the last one: a cached one is worth nothing. */
  refused(request: TicketRequest): void;
  dial(auth: { ticket: string; seq: number }): Promise<Client>;
}

/** No reconnection of its own: each attempt needs a ticket. */
export const SOCKET_OPTIONS = {
  transports: ['websocket'],
  reconnection: false,
  forceNew: true,
  timeout: CONNECT_MS,
};

export const BROWSER: SocketFactory = {
  /** Viewers use theirs again until it ends; everybody else's is for one handshake. */
  async ticket(request) {
    if (request.audience === 'public') return viewerTicket(request.slug).get();
    const answer = await api('POST /api/realtime/ticket', { body: request, timeoutMs: TICKET_MS });
    return answer.ticket;
  },
  refused(request) {
    if (request.audience === 'public') viewerTicket(request.slug).refused();
  },
  /** Loaded with the first connection: a page that shows its state from the server does not wait for it. */
  async dial(auth) {
    const socket = await import('socket.io-client');
    const transports = [goesByPolling() ? 'polling' : 'websocket'];
    const client = socket.io({ ...SOCKET_OPTIONS, transports, auth });
    learnFrom(client);
    return client;
  },
};
