import type { ChatBadge } from '../../contract/vocabulary';
import type { Tx } from '../connect';

export interface ChatMessageRow {
  id: string;
  seq: number;
  at: Date;
  name: string;
  badge: ChatBadge | null;
  text: string;
}

const columns = (tx: Tx) => tx`id, seq, at, name, badge, text`;

export interface NewChatMessage {
  seq: number;
  name: string;
  badge: ChatMessageRow['badge'];
  text: string;
  /** Null for crew. */
  senderId: string | null;
}

/** @returns the messages in order of seq. Under `lockChat` */
export async function insertMessages(
  tx: Tx,
  eventId: string,
  messages: readonly NewChatMessage[],
): Promise<ChatMessageRow[]> {
  const column = <K extends keyof NewChatMessage>(name: K) => messages.map((message) => message[name]);
  const written = await tx<ChatMessageRow[]>`
    insert into chat_messages (event_id, seq, name, badge, text, sender_id)
    select ${eventId}::uuid, * from unnest(${column('seq')}::bigint[], ${column('name')}::text[],
      ${column('badge')}::text[], ${column('text')}::text[], ${column('senderId')}::uuid[])
    returning ${columns(tx)}`;
  return [...written].sort((a, b) => a.seq - b.seq);
}

/** Messages after `since` and up to `upTo`: the newest `limit`, oldest first. */
export async function messagesBetween(
  tx: Tx,
  eventId: string,
  since: number,
  upTo: number,
  limit: number,
): Promise<ChatMessageRow[]> {
  const rows = await tx<ChatMessageRow[]>`
    select ${columns(tx)} from chat_messages
    where event_id = ${eventId} and seq > ${since} and seq <= ${upTo}
      and (removed_seq is null or removed_seq > ${upTo})
    order by seq desc limit ${limit}`;
  return [...rows].reverse();
}

/** Ids of messages removed after `since` and up to `upTo`. */
export async function removedBetween(
  tx: Tx,
  eventId: string,
  since: number,
  upTo: number,
): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select id from chat_messages
    where event_id = ${eventId} and removed_seq > ${since} and removed_seq <= ${upTo} order by removed_seq`;
  return rows.map(({ id }) => id);
}

/** Messages before a seq (Infinity: the newest), newest first. */
export async function messagesBefore(
  tx: Tx,
  eventId: string,
  before: number,
  limit: number,
): Promise<ChatMessageRow[]> {
  return tx<ChatMessageRow[]>`
    select ${columns(tx)} from chat_messages
    where event_id = ${eventId} and removed_seq is null ${Number.isFinite(before) ? tx`and seq < ${before}` : tx``}
    order by seq desc limit ${limit}`;
}

export interface MessageAuthor extends ChatMessageRow {
  senderId: string | null;
  removedSeq: number | null;
}

export async function findMessage(tx: Tx, eventId: string, id: string): Promise<MessageAuthor | null> {
  const [row] = await tx<MessageAuthor[]>`
    select ${columns(tx)}, sender_id as "senderId", removed_seq as "removedSeq" from chat_messages
    where event_id = ${eventId} and id = ${id}`;
  return row ?? null;
}

/**
 * Removes one message, or the newest 500 of one sender.
 * @returns how many
 */
export async function removeMessages(
  tx: Tx,
  eventId: string,
  which: { id: string } | { senderId: string },
  removed: { seq: number; by: string },
): Promise<number> {
  const rows = await tx`
    update chat_messages set removed_seq = ${removed.seq}, removed_by = ${removed.by}
    where id in (
      select id from chat_messages where event_id = ${eventId} and removed_seq is null
        and ${'id' in which ? tx`id = ${which.id}` : tx`sender_id = ${which.senderId}`}
      order by seq desc limit 500)`;
  return rows.count;
}

/** Deletes the messages of a chat and their senders for good. Bans stay. */
export async function deleteMessages(tx: Tx, eventId: string): Promise<number> {
  const gone = await tx`delete from chat_messages where event_id = ${eventId}`;
  await tx`delete from chat_senders where event_id = ${eventId}`;
  return gone.count;
}

export interface ExportedMessage extends ChatMessageRow {
  removedBy: string | null;
}

/** A page of all messages, removed ones included, oldest first. */
export async function messagesAfter(
  tx: Tx,
  eventId: string,
  after: number,
  limit: number,
): Promise<ExportedMessage[]> {
  return tx<ExportedMessage[]>`
    select ${columns(tx)}, removed_by as "removedBy" from chat_messages
    where event_id = ${eventId} and seq > ${after} order by seq limit ${limit}`;
}

/** Deletes up to `limit` messages past their event's retention. */
export async function deleteOldMessages(tx: Tx, limit: number): Promise<number> {
  const rows = await tx`
    delete from chat_messages where id in (
      select m.id from chat_messages m join chats c on c.event_id = m.event_id
      where m.at < now() - make_interval(days => c.retention_days) limit ${limit})`;
  return rows.count;
}
