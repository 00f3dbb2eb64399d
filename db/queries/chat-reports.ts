import type { Tx } from '../connect';
import type { ChatMessageRow } from './chat-messages';

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
