import { z } from 'zod';
import { SPORTS } from '../../contract/sports';
import { PERIODS, SIDES } from '../../contract/score';
import { MAX_CLOCK_MS, MAX_NAME, MAX_SHORT } from '../../core/score';
import { id, line } from '../../core/text';
import { countPoint, eventScore, nameSides, progress, removeScore, undoPoint } from '../domain/score';
import { endpoint } from './define';
import { atLeastOne, moment, requestId, scoreFields, seq, withRequestId } from './fields';

const side = z.strictObject({ name: line(MAX_NAME), short: line(MAX_SHORT).optional() });

const SidesBody = z.strictObject({ home: side, away: side, sport: z.enum(SPORTS).optional() });

const Clock = z.strictObject({ running: z.boolean(), ms: z.number().int().min(0).max(MAX_CLOCK_MS) });

export const ClockBody = atLeastOne(Clock.partial(), 'start, stop or set it');

const ProgressBody = atLeastOne(
  z
    .strictObject({
      period: z.enum(PERIODS).nullable(),
      clock: ClockBody,
    })
    .partial(),
);

const delta = z.union([z.literal(1), z.literal(-1)]);

const PointBody = z.strictObject({
  side: z.enum(SIDES),
  delta: delta.default(1),
  requestId: requestId.optional(),
});

const UndoBody = z.strictObject({ pointId: id, requestId: requestId.optional() });

export const pointFields = {
  id: z.uuid(),
  side: z.enum(SIDES),
  delta: z.number().int(),
  at: moment,
  actor: z.string(),
};

const changed = {
  seq,
  score: z.object({ ...scoreFields, last: z.object(pointFields).nullable() }).nullable(),
};

const ScoreChanged = z.object(changed);
const ScoreAnswer = z.object({
  ...changed,
  points: z.array(
    z.object({
      ...pointFields,
      home: z.number().int(),
      away: z.number().int(),
      clockMs: z.number(),
      undoes: z.string().nullable(),
    }),
  ),
});

export const score = [
  endpoint('GET /api/v1/events/:slug/score', {
    who: 'crew',
    says: '`{seq, score, points}`: the score, and what was counted, newest first, at most 100',
    answer: ScoreAnswer,
    does: ({ services, actor, slug }) => eventScore(services, actor, slug),
  }),
  endpoint('PUT /api/v1/events/:slug/score', {
    who: 'scorer',
    says: '`{seq, score}`; the first time it begins at 0:0, later it changes the names, and `sport` if it is given',
    body: SidesBody,
    answer: ScoreChanged,
    fails: ['conflict'],
    does: ({ services, actor, slug, body }) => nameSides(services, actor, slug, body),
  }),
  endpoint('PATCH /api/v1/events/:slug/score', {
    who: 'scorer',
    says: '`{seq, score}`',
    body: ProgressBody,
    answer: ScoreChanged,
    fails: ['conflict'],
    does: ({ services, actor, slug, body }) => progress(services, actor, slug, body),
  }),
  endpoint('DELETE /api/v1/events/:slug/score', {
    who: 'director',
    says: 'the score and everything that was counted',
    answer: null,
    does: ({ services, actor, slug }) => removeScore(services, actor, slug),
  }),
  endpoint('POST /api/v1/events/:slug/score/points', {
    who: 'scorer',
    says: '`{seq, score}`; one point more, or one off with `delta` −1',
    body: PointBody,
    answer: ScoreChanged,
    fails: ['conflict'],
    does: ({ services, actor, slug, body, request }) =>
      countPoint(services, actor, slug, withRequestId(body, request)),
  }),
  endpoint('POST /api/v1/events/:slug/score/undo', {
    who: 'scorer',
    says: '`{seq, score}`; takes back `score.last`',
    body: UndoBody,
    answer: ScoreChanged,
    fails: ['conflict', 'stale'],
    does: ({ services, actor, slug, body, request }) =>
      undoPoint(services, actor, slug, withRequestId(body, request)),
  }),
] as const;
