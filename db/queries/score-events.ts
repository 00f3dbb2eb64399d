import { z } from 'zod';
import { type ScoreEntry, type ScoreEvent, PERIODS, SIDES } from '../../contract/score';
import { CARDS, SCORE_KINDS } from '../../contract/sports';
import type { Tx } from '../connect';

/** The list of events that a score is made of, as rows of score_changes. */

const StoredPlayer = z.object({ number: z.number().nullable(), name: z.string().nullable() });

const Row = z.object({
  id: z.string(),
  seq: z.number(),
  kind: z.enum(SCORE_KINDS),
  side: z.enum(SIDES).nullable(),
  value: z.number().nullable(),
  undoes: z.string().nullable(),
  pressedAt: z.date(),
  at: z.date(),
  actor: z.string(),
  requestId: z.string().nullable(),
  clockMs: z.number(),
  home: z.number(),
  away: z.number(),
  data: z.object({
    card: z.enum(CARDS).nullable().default(null),
    period: z.enum(PERIODS).nullable().default(null),
    clock: z.object({ running: z.boolean().optional(), ms: z.number().optional() }).nullable().default(null),
    player: StoredPlayer.nullable().default(null),
    playerIn: StoredPlayer.nullable().default(null),
    note: z.string().nullable().default(null),
  }),
});

/** In the order in which they came. */
export async function listScoreEvents(tx: Tx, eventId: string): Promise<ScoreEvent[]> {
  const rows = await tx`
    select id, seq, kind, side, delta as value, undoes, pressed_at as "pressedAt", at, actor,
      request_id as "requestId", clock_ms as "clockMs", home_points as home, away_points as away, data
    from score_changes where event_id = ${eventId} order by seq, number, id`;
  const events = rows.map((row) => Row.parse(row));
  const undone = new Set(events.map(({ undoes }) => undoes));
  return events.map(({ data, pressedAt, at, ...row }) => ({
    ...row,
    ...data,
    pressedAt: pressedAt.toISOString(),
    at: at.toISOString(),
    undone: undone.has(row.id),
  }));
}

interface NewScoreEvent extends ScoreEntry {
  seq: number;
  /** Its place among those of the same seq. */
  number: number;
  pressedAt: Date;
  actor: string;
  requestId: string | null;
  clockMs: number;
  home: number;
  away: number;
}

/** @returns its id, and when it arrived */
export async function insertScoreEvent(
  tx: Tx,
  eventId: string,
  event: NewScoreEvent,
): Promise<{ id: string; at: Date }> {
  const { card, period, clock, player, playerIn, note } = event;
  const stored = {
    ...(card && { card }),
    ...(period && { period }),
    ...(clock && { clock: { ...clock } }),
    ...(player && { player: { ...player } }),
    ...(playerIn && { playerIn: { ...playerIn } }),
    ...(note && { note }),
  };
  const [row] = await tx<{ id: string; at: Date }[]>`
    insert into score_changes (event_id, seq, number, kind, side, delta, undoes, pressed_at, actor, request_id,
      clock_ms, home_points, away_points, data)
    values (${eventId}, ${event.seq}, ${event.number}, ${event.kind}, ${event.side}, ${event.value},
      ${event.undoes}, ${event.pressedAt}, ${event.actor}, ${event.requestId}, ${Math.round(event.clockMs)},
      ${event.home}, ${event.away}, ${tx.json(stored)})
    returning id, at`;
  if (!row) throw new Error('An event of the score was not stored.');
  return row;
}
