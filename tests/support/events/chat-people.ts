import type { ChatBatch, ChatMessage } from '../../../contract/messages';
import { signViewerTicket } from '../../../app/realtime/tickets';
import type { Services } from '../../../app/services';
import { call, type CallOptions } from '../api/call';
import type { TestClient } from '../web/test-realtime';

/** A person in the chat, with an address of their own and what their browser stores. */
export interface Person {
  ticket: string;
  ip: string;
  name: string;
  session: string | null;
}

let people = 0;

export function person(services: Services, eventId: string, name = `Fan ${people + 1}`): Person {
  people += 1;
  return {
    ticket: ticketFor(services, eventId),
    ip: `198.51.${people >> 8}.${people & 255}`,
    name,
    session: null,
  };
}

export function ticketFor(services: Services, eventId: string): string {
  return signViewerTicket(services.secrets.keysFor('viewer-ticket'), eventId).ticket;
}

export interface Said {
  status: number;
  /** Of the error; '' when it was taken. */
  reason: string;
  retryAfterS: number;
  message: ChatMessage;
  text: string;
}

/** Writes as a viewer through one web process, and stores the session of the answer. */
export async function say(services: Services, slug: string, who: Person, text: string): Promise<Said> {
  const called = await call(services, 'POST', `/api/chat/${slug}`, {
    headers: { Authorization: `Bearer ${who.ticket}` },
    ip: who.ip,
    body: { text, name: who.name, ...(who.session === null ? {} : { session: who.session }) },
  });
  const answer = JSON.parse(called.text);
  if (called.status === 201) who.session = answer.session;
  return {
    status: called.status,
    reason: answer.error?.reason ?? '',
    retryAfterS: Number(called.headers.get('Retry-After') ?? 0),
    message: answer.message,
    text: called.text,
  };
}

/** Writes as crew. */
export async function sayAs(services: Services, slug: string, who: CallOptions, text: string) {
  const called = await call(services, 'POST', `/api/chat/${slug}`, { ...who, body: { text } });
  return { status: called.status, message: JSON.parse(called.text).message as ChatMessage };
}

/** Everything a socket hears of a chat, in the order and at the time in which it came. */
export class ChatEar {
  readonly batches: ChatBatch[] = [];
  readonly times: number[] = [];

  constructor(readonly client: TestClient<'public'> | TestClient<'crew'>) {
    client.socket.on('chat', (batch: ChatBatch) => {
      this.batches.push(batch);
      this.times.push(performance.now());
    });
  }

  get messages(): ChatMessage[] {
    return this.batches.flatMap(({ messages }) => messages);
  }

  get removed(): string[] {
    return this.batches.flatMap(({ removed }) => removed);
  }

  async until(reached: (ear: this) => boolean, withinMs = 5_000): Promise<void> {
    if (reached(this)) return;
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => {
        this.client.socket.off('chat', look);
        reject(
          new Error(
            `not heard within ${withinMs} ms: ${reached.toString()}; ${JSON.stringify(this.batches.slice(-3))}`,
          ),
        );
      }, withinMs);
      const look = () => {
        if (!reached(this)) return;
        clearTimeout(limit);
        this.client.socket.off('chat', look);
        resolve();
      };
      this.client.socket.on('chat', look);
    });
  }
}
