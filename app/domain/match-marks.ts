import type { MarkAt } from '../../core/editing/cut-list';
import { foldScore, type Reading } from '../../core/scoring/fold';
import { entryText } from '../../core/scoring/mark-text';
import type { ScoreEvent } from '../../contract/score';
import type { Tx } from '../../db/connect';
import { listScoreEvents } from '../../db/queries/score-events';
import { findScore, type ScoreRow } from '../../db/queries/scores';

/** What happened in a match while it was on the air, as marks of its recording. */

/** Null where the event has no score. */
export async function readMatch(tx: Tx, eventId: string) {
  const row = await findScore(tx, eventId);
  if (!row) return null;
  const { board, readings } = foldScore(row.sport, await listScoreEvents(tx, eventId));
  return { row, board, readings };
}

/**
 * Everything but the clock, which stops too often to be a mark. What was taken back is none. A mark lies
 * where the button was pressed.
 */
export async function matchMarks(
  tx: Tx,
  eventId: string,
  { startedAt, endedAt }: { startedAt: Date; endedAt: Date | null },
): Promise<MarkAt[]> {
  const match = await readMatch(tx, eventId);
  if (!match) return [];
  const lengthMs = endedAt === null ? Infinity : endedAt.getTime() - startedAt.getTime();
  return match.readings
    .map((reading) => ({
      mediaMs: Date.parse(reading.event.pressedAt) - startedAt.getTime(),
      text: markText(match.row, reading),
      kind: reading.event.kind,
      card: reading.event.card,
    }))
    .filter(({ kind, mediaMs }) => kind !== 'clock' && mediaMs >= 0 && mediaMs <= lengthMs);
}

/** `Point Nord (7 Kim) 1:0` */
function markText(row: ScoreRow, { event, home, away }: Reading<ScoreEvent>): string {
  const names = { home: row.homeName, away: row.awayName };
  const text = entryText(row.sport, event, names);
  return event.kind === 'goal' || event.kind === 'correction' ? `${text} ${home}:${away}` : text;
}
