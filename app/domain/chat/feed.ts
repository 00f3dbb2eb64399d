import type { Tx } from '../../../db/connect';
import { countReports, readChat } from '../../../db/queries/chat';
import { messagesBetween, removedBetween } from '../../../db/queries/chat-messages';
import type { ChatMessage, ChatMode } from '../../../contract/messages';
import { modeOf } from './history';
import { serializeMessage } from './send';

/** After an outage there may be thousands; who needs more than these asks for the page. */
const MOST = 200;

export interface FeedRead {
  seq: number;
  /** From which seq on nothing is missing. */
  prevSeq: number;
  messages: ChatMessage[];
  removed: string[];
  floor: number;
  mode: ChatMode;
  reports: number;
}

/**
 * What a chat has that is newer than `since`; with `since` null only how it stands. Null when there is no
 * such event. Runs by the claim `chat`.
 */
export async function readFeed(tx: Tx, eventId: string, since: number | null): Promise<FeedRead | null> {
  const chat = await readChat(tx, eventId);
  if (!chat) return null;
  const from = since ?? chat.seq;
  const fresh = chat.seq > from;
  const [rows, removed, reports] = await Promise.all([
    fresh ? messagesBetween(tx, eventId, from, chat.seq, MOST) : [],
    fresh ? removedBetween(tx, eventId, from, chat.seq) : [],
    countReports(tx, eventId),
  ]);
  const [oldest] = rows;
  return {
    seq: chat.seq,
    prevSeq: rows.length === MOST && oldest ? oldest.seq - 1 : from,
    messages: rows.map(serializeMessage),
    removed,
    floor: chat.floorSeq,
    mode: modeOf(chat),
    reports,
  };
}
