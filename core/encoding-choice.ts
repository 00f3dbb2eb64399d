import { type EncodingProfile, type EncodingChoice, HEIGHTS, RATES, VIDEO_KBPS } from '../contract/encoding';

/**
 * The present encoding with some values changed; null where the result is not allowed. Without zod, because
 * the creator's page runs it in the browser.
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
