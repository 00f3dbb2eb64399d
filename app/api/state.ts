import { z } from 'zod';
import { ENGINE_STATUSES, LAYOUTS } from '../../contract/vocabulary';
import { Camera, EventStatus, moment, OutputStatus, scoreFields, seq } from './fields';

/** What an event is at a moment, as far as other programs rely on it. */
export const State = z
  .object({
    seq,
    status: EventStatus,
    program: z.object({
      seq,
      /** Null: the slate. */
      onAir: z.string().nullable(),
      preview: z.string().nullable(),
      layout: z.enum(LAYOUTS),
      faded: z.boolean(),
    }),
    cameras: z.array(Camera),
    destinations: z.array(
      z.object({
        id: z.uuid(),
        plugin: z.string(),
        label: z.string(),
        enabled: z.boolean(),
        status: OutputStatus,
        since: moment,
        verdict: z.string().nullable(),
        keyHint: z.string(),
      }),
    ),
    /** Null until somebody has named the sides. */
    score: z.object(scoreFields).nullable(),
    viewers: z.object({ total: z.number().int() }),
    engine: z.object({ status: z.enum(ENGINE_STATUSES), fps: z.number() }),
  })
  .meta({ id: 'state' });
