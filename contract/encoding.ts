/** Lines of the program, 16:9. 360 is for tests and for uplinks that carry no more. */
export const HEIGHTS = [1080, 720, 360] as const;
/** Frames a second. */
export const RATES = [60, 50, 30, 25] as const;
/** Bitrate of the picture, kbit/s. */
export const VIDEO_KBPS = { min: 300, max: 9000 } as const;

/** The encoding of an event's program as people choose it; without a bitrate it follows from the height. */
export interface EncodingChoice {
  height: (typeof HEIGHTS)[number];
  fps: (typeof RATES)[number];
  /** kbit/s. */
  videoKbps?: number | undefined;
}

/**
 * The encoding of the program. One profile per event; every output receives the same frames. width, height in
 * pixels (even), fps in frames a second, bitrates in kbit/s, keyframe interval in seconds.
 */
export interface EncodingProfile {
  width: number;
  height: number;
  fps: (typeof RATES)[number];
  videoKbps: number;
  audioKbps: number;
  keyframeIntervalS: number;
}

/**
 * A platform's limits. Bitrates in kbit/s, interval in seconds, rates in Hz. Video is H.264, sound AAC,
 * everywhere.
 */
export interface EncodingLimits {
  maxVideoKbps: number;
  maxKeyframeIntervalS: number;
  maxFps: number;
  /** Lines. */
  maxHeight: number;
  audioRatesHz: number[];
  maxAudioKbps: number;
}
