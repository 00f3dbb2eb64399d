import type { ChatHistory, ChatMessage, ChatSent } from '../../../contract/messages';
import { postJson, PostError } from '../../realtime/client/json-request';
import type { ChatTransport } from './transport';

export interface HttpChatOptions {
  slug: string;
  /** Where messages come from: see socket-chat.ts, or LiveKit's data topic in an embed. */
  subscribe: ChatTransport['subscribe'];
  /**
   * A viewer's ticket (realtime/client/viewer-ticket.ts); left out, the cookies of a crew page say who
   * speaks.
   */
  ticket?: TicketSource;
}

export interface TicketSource {
  get(): Promise<string>;
  /** The server did not take it: the next one is a fresh one. */
  refused(): void;
}

const NAME_KEY = 'touchline-chat-name';
const sessionKey = (slug: string) => `touchline-chat-session:${slug.toLowerCase()}`;

/** History, sending and reports by HTTP; what comes in by whatever `subscribe` is. */
export function httpChat({ slug, subscribe, ticket }: HttpChatOptions): ChatTransport {
  const path = `/api/chat/${encodeURIComponent(slug)}`;
  const memory = new Memory();
  const post = <T>(to: string, body: unknown) => postAs<T>(to, body, ticket);
  return {
    subscribe,
    history: (before) =>
      postJson<ChatHistory>(before === undefined ? path : `${path}?before=${before}`, undefined, {
        method: 'GET',
      }),
    async send({ text, name }): Promise<ChatMessage> {
      const session = memory.get(sessionKey(slug));
      const body = { text, ...(name === null ? {} : { name }), ...(session === null ? {} : { session }) };
      const sent = await post<ChatSent>(path, body);
      if (sent.session !== null) memory.set(sessionKey(slug), sent.session);
      if (name !== null) memory.set(NAME_KEY, name);
      return sent.message;
    },
    report: async (messageId) => {
      await post<unknown>(`${path}/report`, { messageId });
    },
    rememberedName: () => (ticket ? memory.get(NAME_KEY) : null),
  };
}

/**
 * Once more with a fresh ticket when the one at hand is not taken: a phone may have slept through its end.
 */
async function postAs<T>(to: string, body: unknown, ticket: TicketSource | undefined): Promise<T> {
  if (!ticket) return postJson<T>(to, body);
  const send = async () =>
    postJson<T>(to, body, { headers: { Authorization: `Bearer ${await ticket.get()}` } });
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof PostError) || error.status !== 401) throw error;
    ticket.refused();
    return send();
  }
}

/**
 * The browser's storage where it lets us, and this page's memory where it does not (an embed on another
 * site).
 */
class Memory {
  readonly #own = new Map<string, string>();

  get(key: string): string | null {
    try {
      return this.#own.get(key) ?? localStorage.getItem(key);
    } catch {
      return this.#own.get(key) ?? null;
    }
  }

  set(key: string, value: string): void {
    this.#own.set(key, value);
    try {
      localStorage.setItem(key, value);
    } catch {
      // Blocked or full: it is kept for as long as the page is open.
    }
  }
}
