import { type EncodingProfile, type EncodingChoice, HEIGHTS, RATES, VIDEO_KBPS } from '../contract/encoding';

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
