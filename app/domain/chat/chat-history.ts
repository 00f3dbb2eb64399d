import type { ChatHistory, ChatMessage, ChatMode } from '../../../contract/messages';
import type { ChatExport } from '../../../contract/vocabulary';
import { isChatOpen } from '../../../core/chat/decide';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import { type ChatWithEvent, countReports, findChatEvent, readChat } from '../../../db/queries/chat';
import {
  type ChatMessageRow,
  deleteOldMessages,
  type ExportedMessage,
  messagesAfter,
  messagesBefore,
  messagesBetween,
  removedBetween,
} from '../../../db/queries/chat-messages';
import { forgetChatLeftovers } from '../../../db/queries/chat-senders';
import type { Services } from '../../services';
import { mustOwn, noSuchEvent } from '../access';
import { crewChatEvent } from './chat-identity';

const HISTORY_PAGE = 50;

/**
 * A page of a chat, oldest first: the newest, or the one before a seq. Anybody may read what viewers see.
 *
 * @throws AppError not_found
 */
export function chatHistory(
  { chat }: Pick<Services, 'chat'>,
  actor: Claims,
  slug: string,
  before?: number,
): Promise<ChatHistory> {
  const read = () => withClaims(chat.sql, actor, (tx) => pageOf(tx, slug, before ?? Infinity));
  return actor.kind === 'viewer' && before === undefined
    ? chat.historyCache.get(slug.toLowerCase(), read)
    : read();
}

async function pageOf(tx: Tx, slug: string, before: number): Promise<ChatHistory> {
  const event = await findChatEvent(tx, slug);
  // The seq before the messages: a message that comes in between is sent twice and not lost.
  const chat = event && (await readChat(tx, event.id));
  if (!event || !chat) throw noSuchEvent();
  const rows = await messagesBefore(tx, event.id, before, HISTORY_PAGE + 1);
  return {
    seq: chat.seq,
    messages: rows.slice(0, HISTORY_PAGE).reverse().map(serializeMessage),
    more: rows.length > HISTORY_PAGE,
    floor: chat.floorSeq,
    mode: modeOf(chat),
  };
}

/** What the chat accepts now; public. */
export function modeOf(chat: ChatWithEvent): ChatMode {
  return { state: isChatOpen(chat.state, chat) ? 'open' : 'closed', slowS: chat.slowS, links: chat.links };
}

/** A message as anyone may see it. */
export function serializeMessage({ id, seq, at, name, badge, text }: ChatMessageRow): ChatMessage {
  return { id, seq, at: at.toISOString(), name, badge, text };
}

/** After an outage there may be thousands; a client that needs more reads a page of the history. */
const MAX_FEED = 200;

export interface FeedRead {
  seq: number;
  /** Nothing is missing after this seq. */
  prevSeq: number;
  messages: ChatMessage[];
  removed: string[];
  floor: number;
  mode: ChatMode;
  reports: number;
}

/**
 * What is newer in a chat than `since`; with `since` null only its present state. Null when there is no such
 * event. Runs with the claim `chat`.
 */
export async function readFeed(tx: Tx, eventId: string, since: number | null): Promise<FeedRead | null> {
  const chat = await readChat(tx, eventId);
  if (!chat) return null;
  const from = since ?? chat.seq;
  const fresh = chat.seq > from;
  const [rows, removed, reports] = await Promise.all([
    fresh ? messagesBetween(tx, eventId, from, chat.seq, MAX_FEED) : [],
    fresh ? removedBetween(tx, eventId, from, chat.seq) : [],
    countReports(tx, eventId),
  ]);
  const [oldest] = rows;
  return {
    seq: chat.seq,
    prevSeq: rows.length === MAX_FEED && oldest ? oldest.seq - 1 : from,
    messages: rows.map(serializeMessage),
    removed,
    floor: chat.floorSeq,
    mode: modeOf(chat),
    reports,
  };
}

const EXPORT_PAGE = 1_000;
const COLUMNS = ['seq', 'at', 'name', 'badge', 'text', 'removedBy'] as const;

/**
 * Every message that is still stored, removed ones marked, oldest first, as text to be streamed. Owners
 * only.
 */
export async function exportChat(
  services: Pick<Services, 'chat'>,
  actor: Claims,
  slug: string,
  format: ChatExport,
): Promise<AsyncGenerator<string>> {
  const event = await crewChatEvent(services, actor, slug);
  mustOwn(actor);
  return exportPieces(services, actor, event.id, format);
}

async function* exportPieces(
  { chat }: Pick<Services, 'chat'>,
  actor: Claims,
  eventId: string,
  format: ChatExport,
) {
  // Spreadsheets recognize UTF-8 by the byte order mark, and expect CRLF.
  yield format === 'csv' ? `\ufeff${COLUMNS.join(',')}\r\n` : '[';
  let after = 0;
  let first = true;
  for (;;) {
    const rows = await withClaims(chat.sql, actor, (tx) => messagesAfter(tx, eventId, after, EXPORT_PAGE));
    const lines = rows.map((row) =>
      format === 'csv' ? csvLine(row) : jsonLine(row, first && row === rows[0]),
    );
    if (lines.length > 0) yield lines.join('');
    first &&= rows.length === 0;
    const last = rows.at(-1);
    if (!last || rows.length < EXPORT_PAGE) break;
    after = last.seq;
  }
  yield format === 'csv' ? '' : '\n]\n';
}

function jsonLine({ seq, at, name, badge, text, removedBy }: ExportedMessage, first: boolean): string {
  return `${first ? '' : ','}\n${JSON.stringify({ seq, at: at.toISOString(), name, badge, text, removedBy })}`;
}

function csvLine(row: ExportedMessage): string {
  const values = COLUMNS.map((column) =>
    column === 'at' ? row.at.toISOString() : String(row[column] ?? ''),
  );
  return `${values.map(csvField).join(',')}\r\n`;
}

/** Quoted; what a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection). */
function csvField(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Retention is in days, so once an hour is often enough. */
const PRUNE_EVERY_MS = 3_600_000;
const FIRST_PRUNE_MS = 30_000;
/** Rows in one transaction, so that nothing waits long for a lock. */
const PRUNE_CHUNK = 1_000;

type PruneServices = Pick<Services, 'chat' | 'log'>;

/**
 * Deletes messages past their event's retention, and senders and mutes that are no longer needed.
 *
 * @returns how many messages
 */
export async function pruneChats({ chat }: Pick<Services, 'chat'>): Promise<number> {
  let total = 0;
  for (;;) {
    const gone = await withClaims(chat.sql, purpose('chat'), (tx) => deleteOldMessages(tx, PRUNE_CHUNK));
    total += gone;
    if (gone < PRUNE_CHUNK) break;
  }
  await withClaims(chat.sql, purpose('chat'), forgetChatLeftovers);
  return total;
}

/** Prunes every hour. Several processes may do so at the same time. */
export function startChatPruning(services: PruneServices): { close(): Promise<void> } {
  let running = Promise.resolve();
  const round = () => {
    running = pruneChats(services).then(
      (count) => {
        if (count > 0) services.log.info({ count }, 'old chat messages were deleted');
      },
      (err: unknown) =>
        services.log.warn({ err }, 'Old chat messages were not deleted; tried again in an hour.'),
    );
  };
  const first = setTimeout(round, FIRST_PRUNE_MS);
  const timer = setInterval(round, PRUNE_EVERY_MS);
  return {
    async close() {
      clearTimeout(first);
      clearInterval(timer);
      await running;
    },
  };
}
