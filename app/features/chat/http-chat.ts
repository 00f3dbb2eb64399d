import type { ChatHistory, ChatMessage, ChatSent } from '../../realtime/contract';
import { postJson } from '../../realtime/hooks/post';
import type { ChatTransport } from './transport';

export interface HttpChatOptions {
  slug: string;
  /** Where messages come from: see socket-chat.ts, or LiveKit's data topic in an embed. */
  subscribe: ChatTransport['subscribe'];
  /** A viewer's ticket for each call; left out, the cookies of a crew page say who speaks. */
  ticket?: () => Promise<string>;
}

const NAME_KEY = 'touchline-chat-name';
const sessionKey = (slug: string) => `touchline-chat-session:${slug.toLowerCase()}`;

/** History, sending and reports by HTTP; what comes in by whatever `subscribe` is. */
export function httpChat({ slug, subscribe, ticket }: HttpChatOptions): ChatTransport {
  const path = `/api/chat/${encodeURIComponent(slug)}`;
  const memory = new Memory();
  const headers = async (): Promise<Record<string, string>> =>
    ticket ? { Authorization: `Bearer ${await ticket()}` } : {};
  return {
    subscribe,
    history: (before) =>
      postJson<ChatHistory>(before === undefined ? path : `${path}?before=${before}`, undefined, {
        method: 'GET',
      }),
    async send({ text, name }): Promise<ChatMessage> {
      const session = memory.get(sessionKey(slug));
      const body = { text, ...(name === null ? {} : { name }), ...(session === null ? {} : { session }) };
      const sent = await postJson<ChatSent>(path, body, { headers: await headers() });
      if (sent.session !== null) memory.set(sessionKey(slug), sent.session);
      if (name !== null) memory.set(NAME_KEY, name);
      return sent.message;
    },
    report: async (messageId) => {
      await postJson<unknown>(`${path}/report`, { messageId }, { headers: await headers() });
    },
    rememberedName: () => (ticket ? memory.get(NAME_KEY) : null),
  };
}

/** The browser's storage where it lets us, and this page's memory where it does not (an embed on another site). */
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
