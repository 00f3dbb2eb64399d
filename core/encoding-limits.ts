import {
  type EncodingProfile,
  type EncodingChoice,
  HEIGHTS,
  RATES,
  type EncodingLimits,
} from '../contract/encoding';
import { AUDIO_RATE_HZ } from './encoding';

/** A server of unknown limits; these are far above what the program is ever encoded as. */
export const OWN_SERVER_LIMITS: EncodingLimits = {
  maxVideoKbps: 50_000,
  maxKeyframeIntervalS: 10,
  maxFps: 60,
  maxHeight: 2160,
  audioRatesHz: [44_100, 48_000],
  maxAudioKbps: 512,
};

/**
 * Where the program exceeds a platform's limits, and what to set instead; null where people cannot set it.
 */
export interface Mismatch {
  text: string;
  proposal: Partial<EncodingChoice> | null;
}

/** @returns one for each value that does not fit; empty when the platform takes the program */
export function mismatches(platform: string, limits: EncodingLimits, profile: EncodingProfile): Mismatch[] {
  const found: Mismatch[] = [];
  const tell = (text: string, proposal: Mismatch['proposal'] = null): void =>
    void found.push({ text, proposal });
  const { videoKbps, audioKbps, keyframeIntervalS, fps, height } = profile;
  if (height > limits.maxHeight) {
    const lower = HEIGHTS.find((lines) => lines <= limits.maxHeight);
    tell(
      `${platform} takes at most ${limits.maxHeight} lines; the program has ${height}.`,
      lower ? { height: lower } : null,
    );
  }
  if (fps > limits.maxFps) {
    // 50 becomes 25 and 60 becomes 30, so that motion stays even.
    const lower = RATES.find((rate) => rate <= limits.maxFps && fps % rate === 0);
    tell(
      `${platform} takes at most ${limits.maxFps} pictures a second; the program has ${fps}.`,
      lower ? { fps: lower } : null,
    );
  }
  if (videoKbps > limits.maxVideoKbps) {
    tell(`${platform} takes at most ${limits.maxVideoKbps} kbit/s; the program has ${videoKbps}.`, {
      videoKbps: limits.maxVideoKbps,
    });
  }
  if (audioKbps > limits.maxAudioKbps) {
    tell(`${platform} takes sound of at most ${limits.maxAudioKbps} kbit/s; the program has ${audioKbps}.`);
  }
  if (keyframeIntervalS > limits.maxKeyframeIntervalS) {
    tell(
      `${platform} wants a keyframe every ${limits.maxKeyframeIntervalS} s; the program has one every ${keyframeIntervalS} s.`,
    );
  }
  if (!limits.audioRatesHz.includes(AUDIO_RATE_HZ)) {
    tell(`${platform} does not take sound of ${AUDIO_RATE_HZ} Hz.`);
  }
  return found;
}

/** One proposal that suits them all; null where nothing can be proposed. */
export function proposalFor(found: readonly Mismatch[]): Partial<EncodingChoice> | null {
  const all = found.flatMap(({ proposal }) => (proposal ? [proposal] : []));
  const lowest = <K extends keyof EncodingChoice>(name: K): Partial<EncodingChoice> => {
    const values = all.flatMap((proposal) => proposal[name] ?? []);
    return values.length > 0 ? { [name]: values.sort((a, b) => a - b)[0] } : {};
  };
  if (all.length === 0) return null;
  return { ...lowest('height'), ...lowest('fps'), ...lowest('videoKbps') };
}
