import { z } from 'zod';
import { BORDER, CORNERS, DIRECTIONS, FITS, INSET_SIZE, TRANSITION_FRAMES } from '../contract/program';

/** Layouts and transitions as they come from outside and as the database holds them. */

const color = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'Give the colour as #rrggbb.');

export const LayoutOptionsInput = z
  .strictObject({
    corner: z.enum(CORNERS),
    size: z.number().min(INSET_SIZE.min).max(INSET_SIZE.max),
    border: z.number().int().min(BORDER.min).max(BORDER.max),
    borderColor: color,
    fit: z.enum(FITS),
  })
  .partial();

const frames = z.number().int().min(TRANSITION_FRAMES.min).max(TRANSITION_FRAMES.max);

/** Slides and pushes go along one side of the frame. */
const straight = z.enum(['left', 'right', 'up', 'down'] satisfies (typeof DIRECTIONS)[number][]);

export const TimedTransitionInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mix'), frames }),
  z.strictObject({ kind: z.literal('wipe'), frames, direction: z.enum(DIRECTIONS).optional() }),
  z.strictObject({ kind: z.literal('dip'), frames, color: color.optional() }),
  z.strictObject({ kind: z.literal('slide'), frames, direction: straight.optional() }),
  z.strictObject({ kind: z.literal('push'), frames, direction: straight.optional() }),
]);

/** `cut`, or a kind with the frames it takes; a kind alone would leave open how long. */
export const ProgramTransitionInput = z.union([z.literal('cut'), TimedTransitionInput]);

export const TBarInput = z.strictObject({
  position: z.number().min(0).max(1),
  transition: TimedTransitionInput,
});

/** Options as stored; what this version cannot read becomes the default. */
export const StoredLayoutOptions = LayoutOptionsInput.catch({});

/** Null where there is none, or one that this version does not know. */
export const StoredTransition = TimedTransitionInput.nullable().catch(null);
export const StoredTBar = TBarInput.nullable().catch(null);
