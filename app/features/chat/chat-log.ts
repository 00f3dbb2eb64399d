import type { ChatBatch, ChatHistory, ChatMessage, ChatMode } from '../../../contract/messages';

/** What a screen has of a chat. */
export interface ChatLog {
  /** -1 before the first page. */
  seq: number;
  /** Oldest first. */
  messages: readonly ChatMessage[];
  /** Whether there are older ones on the server. */
  more: boolean;
  mode: ChatMode | null;
  /** For crew; null to everybody else. */
  reports: number | null;
}

export const EMPTY_LOG: ChatLog = { seq: -1, messages: [], more: false, mode: null, reports: null };

/** A long evening must not fill a phone's memory: older ones can be fetched again. */
const MAX_HELD = 600;

/** The newest page replaces everything: what is missing on it was removed, or there is a gap before it. */
export function takeNewest(log: ChatLog, page: ChatHistory): ChatLog {
  if (page.seq < log.seq) return log;
  const { seq, messages, more, mode } = page;
  return { ...log, seq, messages, more, mode };
}

/** An older page, put before what is there. */
export function takeOlder(log: ChatLog, page: ChatHistory): ChatLog {
  const [first] = log.messages;
  const older = page.messages.filter((message) => !first || message.seq < first.seq);
  return { ...log, messages: [...older, ...log.messages], more: page.more };
}

export interface Step {
  log: ChatLog;
  /** Something is missing: ask for the newest page. */
  ask: boolean;
}

/** Applies a batch by the rule of ChatBatch. One that was applied before changes nothing. */
export function takeBatch(log: ChatLog, batch: ChatBatch): Step {
  if (batch.seq < log.seq) return { log, ask: false };
  if (batch.prevSeq > log.seq) return { log, ask: true };
  const removed = new Set(batch.removed);
  const gone = (message: ChatMessage) => removed.has(message.id) || message.seq <= batch.floor;
  const fresh = batch.messages.filter((message) => message.seq > log.seq && !gone(message));
  const unchanged = fresh.length === 0 && !log.messages.some(gone);
  const all = unchanged ? log.messages : [...log.messages.filter((message) => !gone(message)), ...fresh];
  const messages = all.length > MAX_HELD ? all.slice(-MAX_HELD) : all;
  return {
    ask: false,
    log: {
      seq: batch.seq,
      messages,
      more: log.more || messages.length < all.length,
      mode: batch.mode,
      reports: batch.reports ?? log.reports,
    },
  };
}
