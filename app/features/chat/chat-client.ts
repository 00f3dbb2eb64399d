import type { ChatBatch, ChatHistory, ChatMessage, ChatSent } from '../../../contract/messages';
import { connectionFor, retain } from '../../realtime/client/connections';
import { postJson, PostError } from '../../realtime/client/json-request';
import { readStored, store } from '../../ui/stored';

/**
 * Calls the listener with what is new, until the returned function is called. What is lost is found by
 * `prevSeq`.
 */
export type ChatSubscribe = (listener: (batch: ChatBatch) => void) => () => void;

/** The batches of the page's own socket, shared with everything else that listens on it. */
export function socketBatches(audience: 'crew' | 'public', slug: string): ChatSubscribe {
  return (listener) => {
    const off = connectionFor(audience, slug, null).onChat(listener);
    const release = retain(audience, slug);
    return () => {
      off();
      release();
    };
  };
}

interface ChatClientOptions {
  slug: string;
  /** Where messages come from: `socketBatches`, or LiveKit's data packets in an embed. */
  subscribe: ChatSubscribe;
  /**
   * A viewer's ticket (realtime/client/viewer-ticket.ts); left out, the cookies of a crew page say who
   * speaks.
   */
  ticket?: TicketSource;
}

interface TicketSource {
  get(): Promise<string>;
  /** The server did not take it: the next one is a fresh one. */
  refused(): void;
}

const NAME_KEY = 'touchline-chat-name';
const sessionKey = (slug: string) => `touchline-chat-session:${slug.toLowerCase()}`;

export type ChatClient = ReturnType<typeof chatClient>;

/** One event's chat: history, sending and reports by HTTP; what is new by `subscribe`. */
export function chatClient({ slug, subscribe, ticket }: ChatClientOptions) {
  const path = `/api/chat/${encodeURIComponent(slug)}`;
  const post = <T>(to: string, body: unknown) => postAs<T>(to, body, ticket);
  return {
    subscribe,
    /** The newest page, or the one before a seq. */
    history: (before?: number) =>
      postJson<ChatHistory>(before === undefined ? path : `${path}?before=${before}`, undefined, {
        method: 'GET',
      }),
    /** Rejects with a PostError whose `details.reason` is a ChatReason. */
    async send({ text, name }: { text: string; name: string | null }): Promise<ChatMessage> {
      const session = readStored(sessionKey(slug));
      const body = { text, ...(name === null ? {} : { name }), ...(session === null ? {} : { session }) };
      const sent = await post<ChatSent>(path, body);
      if (sent.session !== null) store(sessionKey(slug), sent.session);
      if (name !== null) store(NAME_KEY, name);
      return sent.message;
    },
    report: async (messageId: string) => {
      await post<unknown>(`${path}/report`, { messageId });
    },
    /** The name that this viewer chose before; null on the server, and for crew. */
    rememberedName: () => (ticket ? readStored(NAME_KEY) : null),
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
