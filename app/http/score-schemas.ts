import { z } from 'zod';
import { PERIODS, SIDES } from '../../contract/vocabulary';
import { MAX_CLOCK_MS, MAX_NAME, MAX_SHORT } from '../../core/score';
import { id, line } from '../../core/text';

const side = z.strictObject({ name: line(MAX_NAME), short: line(MAX_SHORT).optional() });
const requestId = line(100).optional();

export const SidesBody = z.strictObject({ home: side, away: side });

export const ProgressBody = z
  .strictObject({
    period: z.enum(PERIODS).nullable(),
    clock: z
      .strictObject({ running: z.boolean(), ms: z.number().int().min(0).max(MAX_CLOCK_MS) })
      .partial()
      .refine((clock) => Object.keys(clock).length > 0, 'start, stop or set it'),
  })
  .partial()
  .refine((body) => Object.keys(body).length > 0, 'Send at least one field to change');

export const PointBody = z.strictObject({
  side: z.enum(SIDES),
  delta: z.union([z.literal(1), z.literal(-1)]).default(1),
  requestId,
});

export const UndoBody = z.strictObject({ pointId: id, requestId });
