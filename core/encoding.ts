import {
  type EncodingChoice,
  type EncodingLimits,
  type EncodingProfile,
  HEIGHTS,
  RATES,
  VIDEO_KBPS,
} from '../contract/encoding';

/**
 * The default program: 720p30 at 3 Mbit/s with a keyframe a second. 3 Mbit/s is YouTube's lower bound for
 * 720p30 and below Twitch's 6 Mbit/s; one second is half of what both recommend, so that late joiners wait
 * less.
 */
export const DEFAULT_ENCODING: EncodingProfile = {
  width: 1280,
  height: 720,
  fps: 30,
  videoKbps: 3000,
  audioKbps: 128,
  keyframeIntervalS: 1,
};

/** Sample rate of the program's sound in Hz; stereo, 16 bit, interleaved, everywhere in the engine. */
export const AUDIO_RATE_HZ = 48_000;
export const AUDIO_CHANNELS = 2;

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
