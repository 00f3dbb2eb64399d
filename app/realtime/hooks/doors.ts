import { io } from 'socket.io-client';
import type { TicketAnswer, TicketRequest } from '../contract';
import { postJson } from './post';

const TICKET_MS = 4_000;
export const CONNECT_MS = 4_000;

export type Client = ReturnType<typeof io>;

/** How a connection reaches the server; the browser's own way is `BROWSER`. */
export interface Doors {
  ticket(request: TicketRequest): Promise<TicketAnswer>;
  dial(auth: { ticket: string; seq: number }): Client;
}

/** WebSocket only, and no reconnection of its own: each attempt needs a ticket. */
export const SOCKET_OPTIONS = {
  transports: ['websocket'],
  reconnection: false,
  forceNew: true,
  timeout: CONNECT_MS,
};

export const BROWSER: Doors = {
  ticket: (request) => postJson<TicketAnswer>('/api/realtime/ticket', request, { timeoutMs: TICKET_MS }),
  dial: (auth) => io({ ...SOCKET_OPTIONS, auth }),
};
