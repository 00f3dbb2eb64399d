import type { ChatBadge, ChatLinks, ChatState } from './vocabulary';

/**
 * The wire format of chat on every carrier: sockets, LiveKit's data topic `chat` and HTTP. A chat has a seq
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

/** What the chat accepts from viewers now. Crew may always write. */
export interface ChatMode {
  state: ChatState;
  /** Seconds between two messages of one viewer; 0 is off. */
  slowS: number;
  links: ChatLinks;
}

/**
 * What is new since `prevSeq`, at most one batch an event in 100 ms. It applies to every state whose seq is
 * at least `prevSeq`; a reader with a smaller seq misses something and requests the newest page again. The
 * first batch on a socket is empty and carries the present seq.
 */
export interface ChatBatch {
  prevSeq: number;
  seq: number;
  /** In order of seq. */
  messages: ChatMessage[];
  /** Ids of removed messages. */
  removed: string[];
  /** Every message up to this seq is deleted by the owner. */
  floor: number;
  mode: ChatMode;
  /** To crew only: reported messages that nobody has reviewed yet. */
  reports?: number;
}

/** `GET /api/chat/:slug?before=`: a page of 50, oldest first. */
export interface ChatHistory {
  seq: number;
  messages: ChatMessage[];
  /** Whether there are older ones: request them with `before` set to the seq of the first. */
  more: boolean;
  floor: number;
  mode: ChatMode;
}

/** `POST /api/chat/:slug {text, name?, session?}` answers this. */
export interface ChatSent {
  message: ChatMessage;
  /** The sender's chat session, to be sent along with the next message. Null for crew. */
  session: string | null;
}
