import type { ChatBadge, ChatLinks, ChatState } from './vocabulary';

/**
 * What travels of a chat, on every carrier: sockets, LiveKit's data topic `chat` and HTTP. A chat has a seq
 * of its own, raised by each message, removal and setting.
 */

export interface ChatMessage {
  id: string;
  seq: number;
  at: string;
  /** At most 30 code points of a viewer, 120 of crew. */
  name: string;
  badge: ChatBadge | null;
  /** One line of at most 500 code points, NFC. Text and never markup. */
  text: string;
}

/** What the chat takes now from viewers. Crew may always speak. */
export interface ChatMode {
  state: ChatState;
  /** Seconds between two messages of one viewer; 0 is off. */
  slowS: number;
  links: ChatLinks;
}

/**
 * What is new since `prevSeq`, at most one for each event in 100 ms. It fits onto every state whose seq is
 * `prevSeq` or more; to a reader who is behind that something is missing, and it asks for the newest page
 * again. The first on a socket tells where the chat stands and is empty.
 */
export interface ChatBatch {
  prevSeq: number;
  seq: number;
  /** In the order of their seq. */
  messages: ChatMessage[];
  /** Ids of messages that were taken away. */
  removed: string[];
  /** Every message up to this seq is gone: the owner deleted them. */
  floor: number;
  mode: ChatMode;
  /** To crew only: messages that viewers have reported and nobody has looked at yet. */
  reports?: number;
}

/** `GET /api/chat/:slug?before=`: a page of 50, oldest first. */
export interface ChatHistory {
  seq: number;
  messages: ChatMessage[];
  /** Whether there are older ones: ask with `before` set to the seq of the first. */
  more: boolean;
  floor: number;
  mode: ChatMode;
}

/** `POST /api/chat/:slug {text, name?, session?}` answers this. */
export interface ChatSent {
  message: ChatMessage;
  /** To be sent along with the next one: who speaks, as the chat knows them. Null for crew. */
  session: string | null;
}
