import type { ChatExport } from '../../../contract/vocabulary';
import { type Claims, withClaims } from '../../../db/claims';
import { type ExportedMessage, messagesAfter } from '../../../db/queries/chat-messages';
import type { Services } from '../../services';
import { mustOwn } from '../access/rights';
import { crewChatEvent } from './event';

const PAGE = 1_000;
const COLUMNS = ['seq', 'at', 'name', 'badge', 'text', 'removedBy'] as const;

/**
 * Every message that is still kept, removed ones marked, oldest first, as text to be sent piece by piece. The
 * owner's alone.
 */
export async function exportChat(
  services: Pick<Services, 'chat'>,
  actor: Claims,
  slug: string,
  format: ChatExport,
): Promise<AsyncGenerator<string>> {
  const event = await crewChatEvent(services, actor, slug);
  mustOwn(actor);
  return pieces(services, actor, event.id, format);
}

async function* pieces({ chat }: Pick<Services, 'chat'>, actor: Claims, eventId: string, format: ChatExport) {
  // Byte order mark and CRLF are what spreadsheets take UTF-8 from.
  yield format === 'csv' ? `\ufeff${COLUMNS.join(',')}\r\n` : '[';
  let after = 0;
  let first = true;
  for (;;) {
    const rows = await withClaims(chat.sql, actor, (tx) => messagesAfter(tx, eventId, after, PAGE));
    const lines = rows.map((row) =>
      format === 'csv' ? csvLine(row) : jsonLine(row, first && row === rows[0]),
    );
    if (lines.length > 0) yield lines.join('');
    first &&= rows.length === 0;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
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

/** Quoted; what a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection). */
function csvField(value: string): string {
  const tame = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${tame.replaceAll('"', '""')}"`;
}
