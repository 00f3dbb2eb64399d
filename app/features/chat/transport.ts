import type { ChatBatch, ChatHistory, ChatMessage } from '../../../contract/messages';

/**
 * How a chat panel reaches its chat, whatever carries the messages: a socket, LiveKit's data topic, a test.
 */
export interface ChatTransport {
  /**
   * Tells what is new until the returned function is called. What is lost on the way is found by `prevSeq`.
   */
  subscribe(listener: (batch: ChatBatch) => void): () => void;
  /** The newest page, or the one before a seq. */
  history(before?: number): Promise<ChatHistory>;
  /** Rejects with a PostError whose `details.reason` is a ChatReason. */
  send(message: { text: string; name: string | null }): Promise<ChatMessage>;
  report(messageId: string): Promise<void>;
  /**
   * The name that this person chose before; null on the server, for crew, and where the browser keeps
   * nothing.
   */
  rememberedName(): string | null;
}
