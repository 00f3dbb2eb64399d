import type { ChatLinks, ChatSetting, EventKind, EventStatus } from '../../contract/vocabulary';
import { type ChatTx, noteChange } from '../commit';
import type { Tx } from '../connect';
import type { ChatMessageRow } from './chat-messages';

export interface ChatRow {
  eventId: string;
  seq: number;
  state: ChatSetting;
  slowS: number;
  links: ChatLinks;
  retentionDays: number;
  floorSeq: number;
}

/** The chat's settings, and what of its event decides whether it is open. */
export interface ChatWithEvent extends ChatRow {
  status: EventStatus;
  kind: EventKind;
}

export interface ChatEventRow {
  id: string;
  teamId: string;
  slug: string;
  status: ChatWithEvent['status'];
}

/** The event of a chat, for the claim `chat`. */
export async function findChatEvent(tx: Tx, slug: string): Promise<ChatEventRow | null> {
  const [row] = await tx<ChatEventRow[]>`
    select id, team_id as "teamId", slug, status from events where lower(slug) = lower(${slug})`;
  return row ?? null;
}

/**
 * Null when there is no such event. An event whose chat was never used has no row of its own, and gets the
 * defaults.
 */
export async function readChat(tx: Tx, eventId: string): Promise<ChatWithEvent | null> {
  const [row] = await tx<ChatWithEvent[]>`
    select e.id as "eventId", e.status, e.kind, coalesce(c.seq, 0) as seq, coalesce(c.state, 'auto') as state,
      coalesce(c.slow_s, 0) as "slowS", coalesce(c.links, 'shown') as links,
      coalesce(c.retention_days, 30) as "retentionDays", coalesce(c.floor_seq, 0) as "floorSeq"
    from events e left join chats c on c.event_id = e.id where e.id = ${eventId}`;
  return row ?? null;
}

/**
 * The same, with the chat's row locked until the end of the transaction, so that messages commit in order of
 * seq.
 */
export async function lockChat(tx: Tx, eventId: string): Promise<ChatWithEvent | null> {
  const locked = await tx`select 1 from chats where event_id = ${eventId} for update`;
  if (locked.length === 0) {
    const [event] = await tx`select 1 from events where id = ${eventId}`;
    if (!event) return null;
    await tx`insert into chats (event_id) values (${eventId}) on conflict do nothing`;
    await tx`select 1 from chats where event_id = ${eventId} for update`;
  }
  return readChat(tx, eventId);
}

export type ChatChanges = Partial<Pick<ChatRow, 'state' | 'slowS' | 'links' | 'retentionDays' | 'floorSeq'>>;

/** Raises seq by `by` and changes settings. Under `lockChat`. */
export async function raiseChat(
  tx: ChatTx,
  eventId: string,
  by: number,
  changes: ChatChanges = {},
): Promise<number> {
  const { state, slowS, links, retentionDays, floorSeq } = changes;
  const [row] = await tx<{ seq: number }[]>`
    update chats set seq = seq + ${by},
      state = coalesce(${state ?? null}, state),
      slow_s = coalesce(${slowS ?? null}, slow_s),
      links = coalesce(${links ?? null}, links),
      retention_days = coalesce(${retentionDays ?? null}, retention_days),
      floor_seq = coalesce(${floorSeq ?? null}, floor_seq)
    where event_id = ${eventId} returning seq`;
  if (!row) throw new Error('The chat was not written.');
  noteChange(tx, eventId, row.seq);
  return row.seq;
}

/**
 * Notifies for everything committed.
 * @returns 0, or the milliseconds after which to call again (see ring_chat in 0010_chat.sql)
 */
export async function ringChat(tx: Tx, eventId: string, seq: number): Promise<number> {
  const [row] = await tx<{ wait: number }[]>`select ring_chat(${eventId}, ${seq}) as wait`;
  return row?.wait ?? 0;
}

/** The seq of each chat that has a row. */
export async function chatSeqs(tx: Tx, eventIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx<{ eventId: string; seq: number }[]>`
    select event_id as "eventId", seq from chats where event_id = any(${[...eventIds]}::uuid[])`;
  return new Map(rows.map(({ eventId, seq }) => [eventId, seq]));
}

/** @returns whether it is this viewer's first report of the message */
export async function insertReport(
  tx: Tx,
  report: { eventId: string; messageId: string; reporter: string },
): Promise<boolean> {
  const rows = await tx`
    insert into chat_reports (event_id, message_id, reporter)
    values (${report.eventId}, ${report.messageId}, ${report.reporter}) on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** Reported messages that nobody has reviewed yet. */
export async function countReports(tx: Tx, eventId: string): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(distinct r.message_id)::int as count
    from chat_reports r join chat_messages m on m.id = r.message_id
    where r.event_id = ${eventId} and r.settled_at is null and m.removed_seq is null`;
  return row?.count ?? 0;
}

export interface ReportedRow extends ChatMessageRow {
  /** Number of viewers. */
  reports: number;
  reportedAt: Date;
}

export async function listReports(tx: Tx, eventId: string): Promise<ReportedRow[]> {
  return tx<ReportedRow[]>`
    select m.id, m.seq, m.at, m.name, m.badge, m.text, count(*)::int as reports, max(r.at) as "reportedAt"
    from chat_reports r join chat_messages m on m.id = r.message_id
    where r.event_id = ${eventId} and r.settled_at is null and m.removed_seq is null
    group by m.id order by max(r.at) desc limit 100`;
}

/** Closes the reports of a message that stays. */
export async function settleReports(tx: Tx, eventId: string, messageId: string): Promise<boolean> {
  const rows = await tx`
    update chat_reports set settled_at = now()
    where event_id = ${eventId} and message_id = ${messageId} and settled_at is null`;
  return rows.count > 0;
}
