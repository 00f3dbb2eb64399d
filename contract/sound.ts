/** The sound mixer of an event, as API, crew and engine know it. */

/**
 * When a source is heard. `follow`: while it is the main picture of the program. `fixed`: always, as a bed;
 * it fades with the picture. `manual`: as its fader says, whatever the picture does.
 */
export const SOUND_MODES = ['follow', 'fixed', 'manual'] as const;
export type SoundMode = (typeof SOUND_MODES)[number];

/** The lowest position of a fader is silence. */
export const GAIN_DB = { min: -60, max: 12 } as const;
export const DELAY_MS = { min: 0, max: 2000 } as const;
/** Corner of the high-pass, Hz; below the voice, above wind and steps. */
export const LOW_CUT_HZ = { min: 40, max: 300, usual: 80 } as const;
export const TARGET_LUFS = { min: -36, max: -8 } as const;

/** Who moved a control last. */
export interface Move {
  by: string;
  at: string;
  /** Of the event: the higher one came later. */
  seq: number;
}

/** A control that nobody has moved is not in it. */
export type Moves<Control extends string> = Partial<Record<Control, Move>>;

/** A fader with its mute. */
export interface MasterControls {
  gainDb: number;
  muted: boolean;
}

export interface SourceControls extends MasterControls {
  delayMs: number;
  /** -1 is left, 1 is right; turns down the other side only. */
  pan: number;
  lowCut: boolean;
  lowCutHz: number;
  /** Null: that of the event. */
  mode: SoundMode | null;
}

/** What the engine needs of it. */
export interface SoundControls {
  mode: SoundMode;
  master: MasterControls;
  /** By camera id; one that is not in it stands as at the start. */
  sources: Record<string, SourceControls>;
  /** Raised to begin the measurement of loudness again. */
  loudnessResets: number;
}

export const FRESH_SOURCE: SourceControls = {
  gainDb: 0,
  muted: false,
  delayMs: 0,
  pan: 0,
  lowCut: false,
  lowCutHz: LOW_CUT_HZ.usual,
  mode: null,
};

export const FRESH_SOUND: SoundControls = {
  mode: 'follow',
  master: { gainDb: 0, muted: false },
  sources: {},
  loudnessResets: 0,
};

/** The slice of the crew's state: every camera that is not removed, and who moved what. */
export interface SoundSlice {
  mode: SoundMode;
  /** LUFS; null: by the destinations. */
  targetLufs: number | null;
  moved: Moves<'mode' | 'targetLufs' | 'loudness'>;
  master: MasterControls & { moved: Moves<keyof MasterControls> };
  sources: Record<string, SourceControls & { moved: Moves<keyof SourceControls> }>;
}
