import { z } from 'zod';
import { FIX_ACTIONS } from './diagnosis';

/**
 * What came of a test of a destination: whether its server would take the program, in one sentence with what
 * to do.
 */
export const DestinationTestResult = z.object({
  ok: z.boolean(),
  text: z.string(),
  side: z.enum(['server', 'uplink', 'key', 'address', 'machine', 'platform']).nullable(),
  remedy: z.enum(FIX_ACTIONS).nullable(),
  tookMs: z.number(),
});
export type DestinationTestResult = z.infer<typeof DestinationTestResult>;
