import { z } from 'zod';
import { CARDS, PRESS_RESULTS, SCORE_KINDS, SPORTS } from '../../contract/sports';
import { PERIODS, SIDES } from '../../contract/score';
import { MAX_CLOCK_MS, MAX_POINTS } from '../../core/score';
import { id, line } from '../../core/text';
import {
  followConsole,
  type Press as PressedEvent,
  pressEvents,
  scoreEvents,
  takeBackEvent,
} from '../domain/score-events';
import { EMPTY_ENTRY } from '../../core/scoring/fold';
import { endpoint } from './define';
import { atLeastOne, moment, position, requestId, scoreFields, seq, time, withRequestId } from './fields';
import { ClockBody, pointFields } from './score';

/** The score as a list of events. */

/** Of one batch: what a phone kept for an hour of a fast match, in a few calls. */
const MOST_AT_ONCE = 100;
const MAX_GOAL = 99;

const points = z.number().int().min(0).max(MAX_POINTS);
const player = atLeastOne(
  z.strictObject({ number: z.number().int().min(0).max(999), name: line(40) }).partial(),
  'give a number or a name',
).transform(({ number = null, name = null }) => ({ number, name }));

const common = {
  requestId,
  /** When it was pressed, by the server's clock. */
  pressedAt: time.optional(),
  note: line(80).optional(),
};
const side = z.enum(SIDES);
const ofPlayer = { side, player: player.optional() };

const Press = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('goal'),
    ...common,
    ...ofPlayer,
    value: z.number().int().min(1).max(MAX_GOAL).default(1),
  }),
  z.strictObject({
    kind: z.literal('correction'),
    ...common,
    side,
    value: z
      .number()
      .int()
      .min(-MAX_POINTS)
      .max(MAX_POINTS)
      .refine((value) => value !== 0, 'it must not be 0'),
  }),
  z.strictObject({ kind: z.literal('card'), ...common, ...ofPlayer, card: z.enum(CARDS) }),
  z.strictObject({
    kind: z.literal('substitution'),
    ...common,
    ...ofPlayer,
    playerIn: player.optional(),
  }),
  z.strictObject({ kind: z.literal('timeout'), ...common, side, clock: ClockBody.optional() }),
  z.strictObject({
    kind: z.literal('period'),
    ...common,
    period: z.enum(PERIODS).nullable(),
    clock: ClockBody.optional(),
  }),
  z.strictObject({ kind: z.literal('clock'), ...common, clock: ClockBody }),
  z
    .strictObject({
      kind: z.literal('undo'),
      ...common,
      undoes: id.optional(),
      undoesRequest: requestId.optional(),
    })
    .refine(
      (undo) => (undo.undoes === undefined) !== (undo.undoesRequest === undefined),
      'name what it takes back, by undoes or by undoesRequest',
    ),
]);

const PressesBody = z.strictObject({ events: z.array(Press).min(1).max(MOST_AT_ONCE) });

const ConsoleBody = atLeastOne(
  z
    .strictObject({
      home: points,
      away: points,
      period: z.enum(PERIODS).nullable(),
      clockMs: z.number().int().min(0).max(MAX_CLOCK_MS),
      running: z.boolean(),
    })
    .partial(),
  'send what the console shows',
);

const Player = z.object({ number: z.number().int().nullable(), name: z.string().nullable() });
const Clock = z.object({ running: z.boolean().optional(), ms: z.number().optional() });
const Pair = z.object({ home: z.number().int(), away: z.number().int() });

const ScoreEvent = z
  .object({
    id: z.uuid(),
    seq,
    kind: z.enum(SCORE_KINDS),
    side: side.nullable(),
    value: z.number().int().nullable(),
    card: z.enum(CARDS).nullable(),
    period: z.enum(PERIODS).nullable(),
    clock: Clock.nullable(),
    player: Player.nullable(),
    playerIn: Player.nullable(),
    note: z.string().nullable(),
    undoes: z.string().nullable(),
    undone: z.boolean(),
    pressedAt: moment,
    at: moment,
    actor: z.string(),
    requestId: z.string().nullable(),
    clockMs: z.number(),
    home: z.number().int(),
    away: z.number().int(),
  })
  .meta({ id: 'scoreEvent' });

const Figures = z.object({
  goals: z.array(z.object({ value: z.number().int(), count: z.number().int() })),
  cards: z.array(z.object({ card: z.enum(CARDS), count: z.number().int() })),
  substitutions: z.number().int(),
  timeouts: z.number().int(),
  timeoutsLeft: z.number().int().nullable(),
  scorers: z.array(z.object({ player: z.string(), points: z.number().int() })),
});

export const Board = z
  .object({
    sport: z.enum(SPORTS),
    home: z.number().int(),
    away: z.number().int(),
    period: scoreFields.period,
    clock: scoreFields.clock,
    sets: z.array(Pair),
    game: z.object({ home: z.string(), away: z.string() }).nullable(),
    over: z.boolean(),
    periods: z.array(Pair.extend({ period: scoreFields.period })),
    figures: z.object({ home: Figures, away: Figures }),
  })
  .meta({ id: 'scoreBoard' });

const changed = {
  seq,
  score: z.object({ ...scoreFields, last: z.object(pointFields).nullable() }).nullable(),
};
const list = {
  ...changed,
  sport: z.enum(SPORTS),
  board: Board.nullable(),
  events: z.array(ScoreEvent),
  count: z.number().int(),
  serverMs: z.number(),
};

export const scoreEventRows = [
  endpoint('GET /api/v1/events/:slug/score/events', {
    who: 'crew',
    says: '`{seq, score, sport, board, events, count, serverMs}`: the list, and what follows from it; `?after=` a seq',
    query: z.strictObject({ after: position }).partial(),
    answer: z.object(list),
    does: ({ services, actor, slug, query }) => scoreEvents(services, actor, slug, query.after ?? -1),
  }),
  endpoint('POST /api/v1/events/:slug/score/events', {
    who: 'scorer',
    says: 'the same with `results`: 1 to 100 events in their order, each counted once by its `requestId`',
    body: PressesBody,
    answer: z.object({
      ...list,
      results: z.array(
        z.object({
          requestId: z.string(),
          result: z.enum(PRESS_RESULTS),
          id: z.string().nullable(),
          message: z.string().nullable(),
        }),
      ),
    }),
    fails: ['conflict'],
    does: ({ services, actor, slug, body }) => pressEvents(services, actor, slug, body.events.map(asPress)),
  }),
  endpoint('POST /api/v1/events/:slug/score/events/:id/undo', {
    who: 'scorer',
    says: '`{seq, score}`; takes back any event of the list, once',
    body: z.strictObject({ requestId: requestId.optional() }),
    answer: z.object(changed),
    fails: ['not_found', 'conflict'],
    does: ({ services, actor, slug, id: eventId, body, request }) =>
      takeBackEvent(services, actor, slug, { id: eventId, ...withRequestId(body, request) }),
  }),
  endpoint('POST /api/v1/events/:slug/score/console', {
    who: 'scorer',
    says: '`{seq, score, added}`; what a hall’s scoreboard console shows, turned into events by the difference',
    body: ConsoleBody,
    answer: z.object({ ...changed, added: z.number().int() }),
    fails: ['conflict'],
    does: ({ services, actor, slug, body }) => followConsole(services, actor, slug, body),
  }),
] as const;

/** With null for what its kind does not have. */
function asPress(event: z.output<typeof Press>): PressedEvent {
  const { kind, requestId: request, pressedAt, note = null } = event;
  const base = { ...EMPTY_ENTRY, kind, requestId: request, pressedAt, note };
  switch (event.kind) {
    case 'goal':
      return { ...base, side: event.side, value: event.value, player: event.player ?? null };
    case 'correction':
      return { ...base, side: event.side, value: event.value };
    case 'card':
      return { ...base, side: event.side, card: event.card, player: event.player ?? null };
    case 'substitution':
      return {
        ...base,
        side: event.side,
        player: event.player ?? null,
        playerIn: event.playerIn ?? null,
      };
    case 'timeout':
      return { ...base, side: event.side, clock: event.clock ?? null };
    case 'period':
      return { ...base, period: event.period, clock: event.clock ?? null };
    case 'clock':
      return { ...base, clock: event.clock };
    case 'undo':
      return { ...base, undoes: event.undoes ?? null, undoesRequest: event.undoesRequest };
  }
}
