import type { ChatBatch, ChatHistory, ChatMessage } from '../../../contract/messages';
import { api } from '../../api/client';
import { connectionFor, retain } from '../../realtime/client/connections';
import { PostError } from '../../realtime/client/json-request';
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
  return {
    subscribe,
    /** The newest page, or the one before a seq. */
    history: (before?: number): Promise<ChatHistory> =>
      api('GET /api/chat/:slug', { slug, query: before === undefined ? {} : { before: String(before) } }),
    /** Rejects with a PostError whose `details.reason` is a ChatReason. */
    async send({ text, name }: { text: string; name: string | null }): Promise<ChatMessage> {
      const session = readStored(sessionKey(slug));
      const body = { text, ...(name === null ? {} : { name }), ...(session === null ? {} : { session }) };
      const sent = await withTicket(ticket, (headers) =>
        api('POST /api/chat/:slug', { slug, body, headers }),
      );
      if (sent.session !== null) store(sessionKey(slug), sent.session);
      if (name !== null) store(NAME_KEY, name);
      return sent.message;
    },
    report: (messageId: string) =>
      withTicket(ticket, (headers) =>
        api('POST /api/chat/:slug/report', { slug, body: { messageId }, headers }),
      ),
    /** The name that this viewer chose before; null on the server, and for crew. */
    rememberedName: () => (ticket ? readStored(NAME_KEY) : null),
  };
}

/**
 * Once more with a fresh ticket when the one at hand is not taken: a phone may have slept through its end.
 */
async function withTicket<T>(
  ticket: TicketSource | undefined,
  send: (headers: Record<string, string>) => Promise<T>,
): Promise<T> {
  if (!ticket) return send({});
  const signed = async () => send({ Authorization: `Bearer ${await ticket.get()}` });
  try {
    return await signed();
  } catch (error) {
    if (!(error instanceof PostError) || error.status !== 401) throw error;
    ticket.refused();
    return signed();
  }
}
