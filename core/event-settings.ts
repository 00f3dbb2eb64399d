import { z } from 'zod';
import { DEFAULT_ENCODING, type EncodingProfile } from './encoding';

/** Sizes of the program by height, 16:9. 360 is for tests and for uplinks that carry no more. */
const WIDTH_OF = { 360: 640, 720: 1280, 1080: 1920 } as const;
/** Bitrates in kbit/s where the event names none: YouTube's and Twitch's advice for each height at 30 fps. */
const KBPS_OF = { 360: 800, 720: 3000, 1080: 4500 } as const;

/** How the program of an event is encoded, as people choose it. */
export const EncodingChoice = z.strictObject({
  height: z.union([z.literal(360), z.literal(720), z.literal(1080)]).default(720),
  fps: z.union([z.literal(25), z.literal(30), z.literal(50), z.literal(60)]).default(30),
  videoKbps: z.number().int().min(300).max(9000).optional(),
});
export type EncodingChoice = z.infer<typeof EncodingChoice>;

/** What the creator and the director decide for the engine; kept in `events.settings`. */
export const EventSettings = z.strictObject({
  /** Camera ids, first choice first. */
  fallbackOrder: z.array(z.string()).max(99).default([]),
  /** Whether a camera that failed comes back by itself after 2 s of health. */
  autoReturn: z.boolean().default(false),
  encoding: EncodingChoice.default({ height: 720, fps: 30 }),
});
export type EventSettings = z.infer<typeof EventSettings>;

/** Settings as stored; what an older version wrote and this one cannot read falls back to the defaults. */
export function readEventSettings(stored: unknown): EventSettings {
  const parsed = EventSettings.safeParse(stored ?? {});
  return parsed.success ? parsed.data : EventSettings.parse({});
}

/** The present encoding with some of it set anew, as people choose it; null where that is no choice. */
export function changedEncoding(
  { height, fps, videoKbps }: EncodingProfile,
  change: Partial<EncodingChoice>,
): EncodingChoice | null {
  const parsed = EncodingChoice.safeParse({ height, fps, videoKbps, ...change });
  return parsed.success ? parsed.data : null;
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
