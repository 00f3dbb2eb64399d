import { z } from 'zod';

/**
 * What a platform says of a stream by its own programming interface. `health` is its word for what it
 * receives: `good`, `poor` (viewers may notice), `bad` (viewers do notice), `none` (it receives nothing).
 * `message` is a sentence, `viewers` the number it shows.
 */
export const PlatformFacts = z.object({
  health: z.enum(['good', 'poor', 'bad', 'none']).nullable(),
  message: z.string().max(500).nullable(),
  viewers: z.number().int().min(0).nullable(),
  /** When it was asked, ISO 8601. */
  at: z.string(),
});
export type PlatformFacts = z.infer<typeof PlatformFacts>;
