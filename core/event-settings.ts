import { z } from 'zod';
import { type EncodingProfile, type EncodingChoice, HEIGHTS, RATES, VIDEO_KBPS } from '../contract/encoding';
import { CELL_FALLBACKS } from '../contract/vocabulary';
import { DEFAULT_ENCODING } from './encoding';
const WIDTH_OF = { 360: 640, 720: 1280, 1080: 1920 } as const;
/** Bitrates in kbit/s where the event names none: YouTube's and Twitch's advice for each height at 30 fps. */
const KBPS_OF = { 360: 800, 720: 3000, 1080: 4500 } as const;

/** The encoding of an event as it comes from outside. */
export const ChosenEncoding = z.strictObject({
  height: z.literal(HEIGHTS).default(720),
  fps: z.literal(RATES).default(30),
  videoKbps: z.number().int().min(VIDEO_KBPS.min).max(VIDEO_KBPS.max).optional(),
});

/** What the creator and the director decide for the engine; stored in `events.settings`. */
export const EventSettings = z.strictObject({
  /** Camera ids, first choice first. */
  fallbackOrder: z.array(z.string()).max(99).default([]),
  /** Whether a camera that failed returns to the program automatically after 2 s of health. */
  autoReturn: z.boolean().default(false),
  /** Whether the program leaves a camera whose picture stands still or is black; otherwise it only warns. */
  pictureFailover: z.boolean().default(false),
  /** What becomes of a cell of a layout whose camera is gone. */
  cellFallback: z.enum(CELL_FALLBACKS).default('close'),
  encoding: ChosenEncoding.default({ height: 720, fps: 30 }),
});
export type EventSettings = z.infer<typeof EventSettings>;

/** Settings as stored; what this version cannot read becomes the default. */
export function readEventSettings(stored: unknown): EventSettings {
  const parsed = EventSettings.safeParse(stored ?? {});
  return parsed.success ? parsed.data : EventSettings.parse({});
}

export function encodingOf(choice: EncodingChoice): EncodingProfile {
  return {
    ...DEFAULT_ENCODING,
    width: WIDTH_OF[choice.height],
    height: choice.height,
    fps: choice.fps,
    videoKbps: choice.videoKbps ?? KBPS_OF[choice.height],
  };
}
