import { z } from 'zod';
import { DELAY_MS, FRESH_SOUND, GAIN_DB, LOW_CUT_HZ, TARGET_LUFS, SOUND_MODES } from '../contract/sound';
import type { SoundControls, SoundSlice } from '../contract/sound';
import { id } from './text';

/** The sound mixer as it comes from outside and as the database holds it. */

const mode = z.enum(SOUND_MODES);

const between = ({ min, max }: { min: number; max: number }, unit: string) => {
  const message = `it must lie between ${min} and ${max} ${unit}`.trim();
  return z.number().min(min, message).max(max, message);
};

const gainDb = between(GAIN_DB, 'dB');

const Master = z.strictObject({ gainDb, muted: z.boolean() }).partial();

const Source = z
  .strictObject({
    gainDb,
    muted: z.boolean(),
    delayMs: between(DELAY_MS, 'ms').int('whole milliseconds'),
    pan: between({ min: -1, max: 1 }, ''),
    lowCut: z.boolean(),
    lowCutHz: between(LOW_CUT_HZ, 'Hz').int('whole Hz'),
    mode: mode.nullable(),
  })
  .partial();

/** More than any event has cameras. */
const MAX_SOURCES = 100;

/** What is left out stays as it is. */
export const SoundWishInput = z
  .strictObject({
    mode,
    targetLufs: between(TARGET_LUFS, 'LUFS').nullable(),
    master: Master,
    sources: z
      .record(id, Source)
      .refine((sources) => Object.keys(sources).length <= MAX_SOURCES, `at most ${MAX_SOURCES} sources`)
      .meta({ maxProperties: MAX_SOURCES }),
  })
  .partial();

export type SoundWish = z.infer<typeof SoundWishInput>;
export type SourceWish = z.infer<typeof Source>;

/** Where the controls of a source stand, in the database and in the API. */
export const SOURCE_STATE = {
  gainDb: z.number(),
  muted: z.boolean(),
  delayMs: z.number(),
  pan: z.number(),
  lowCut: z.boolean(),
  lowCutHz: z.number(),
  mode: mode.nullable(),
};
export const SOURCE_CONTROLS = ['gainDb', 'muted', 'delayMs', 'pan', 'lowCut', 'lowCutHz', 'mode'] as const;

const move = z.object({
  by: z.string(),
  at: z.string().transform((text) => new Date(text).toISOString()),
  seq: z.number(),
});
const moves = <const Name extends string>(...names: Name[]) => z.partialRecord(z.enum(names), move).catch({});

/** As `soundOf` of db/queries selects it; without a bus nobody has moved anything of it. */
export const StoredSound = z.object({
  bus: z
    .object({
      mode,
      masterGainDb: z.number(),
      masterMuted: z.boolean(),
      targetLufs: z.number().nullable(),
      loudnessResets: z.number(),
      moved: moves('mode', 'targetLufs', 'loudness', 'gainDb', 'muted'),
    })
    .nullable(),
  sources: z.record(z.string(), z.object({ ...SOURCE_STATE, moved: moves(...SOURCE_CONTROLS) })),
});
export type StoredSound = z.infer<typeof StoredSound>;

/** From what is stored, or from nothing, to the state of the crew. */
export function soundSlice(stored: StoredSound | null): SoundSlice {
  const { bus = null, sources = {} } = stored ?? {};
  const { mode: moved, targetLufs, loudness, gainDb: faded, muted } = bus?.moved ?? {};
  return {
    mode: bus?.mode ?? FRESH_SOUND.mode,
    targetLufs: bus?.targetLufs ?? null,
    moved: {
      ...(moved && { mode: moved }),
      ...(targetLufs && { targetLufs }),
      ...(loudness && { loudness }),
    },
    master: {
      gainDb: bus?.masterGainDb ?? FRESH_SOUND.master.gainDb,
      muted: bus?.masterMuted ?? FRESH_SOUND.master.muted,
      moved: { ...(faded && { gainDb: faded }), ...(muted && { muted }) },
    },
    sources,
  };
}

/** What the engine needs of it. */
export function soundControls(stored: StoredSound): SoundControls {
  const { mode: of, master, sources } = soundSlice(stored);
  const { gainDb, muted } = master;
  return {
    mode: of,
    master: { gainDb, muted },
    sources: Object.fromEntries(
      Object.entries(sources).map(([id, { moved: _, ...controls }]) => [id, controls]),
    ),
    loudnessResets: stored.bus?.loudnessResets ?? 0,
  };
}
