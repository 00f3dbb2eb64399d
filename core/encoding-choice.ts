import type { EncodingProfile } from './encoding';

/** Lines of the program, 16:9. 360 is for tests and for uplinks that carry no more. */
export const HEIGHTS = [1080, 720, 360] as const;
/** Pictures a second. */
export const RATES = [60, 50, 30, 25] as const;
/** Bitrate of the picture, kbit/s. */
export const VIDEO_KBPS = { min: 300, max: 9000 } as const;

/** How the program of an event is encoded, as people choose it; the bitrate may follow from the height. */
export interface EncodingChoice {
  height: (typeof HEIGHTS)[number];
  fps: (typeof RATES)[number];
  /** kbit/s. */
  videoKbps?: number | undefined;
}

/**
 * The present encoding with some of it set anew, as people choose it; null where that is no choice. Without
 * zod, because the desk asks it in the browser.
 */
export function changedEncoding(
  present: EncodingProfile,
  change: Partial<EncodingChoice>,
): EncodingChoice | null {
  const wanted = { height: present.height, fps: present.fps, videoKbps: present.videoKbps, ...change };
  const height = HEIGHTS.find((lines) => lines === wanted.height);
  const fps = RATES.find((rate) => rate === wanted.fps);
  const { videoKbps } = wanted;
  const carried = videoKbps >= VIDEO_KBPS.min && videoKbps <= VIDEO_KBPS.max;
  return height && fps && carried ? { height, fps, videoKbps } : null;
}
