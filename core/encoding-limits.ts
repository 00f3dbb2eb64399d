import { AUDIO_RATE_HZ, type EncodingProfile } from './encoding';

/** What a platform accepts, as a destination's plug-in says it. Bitrates in kbit/s, seconds, Hz. */
interface Accepts {
  maxVideoKbps: number;
  maxKeyframeIntervalS: number;
  audioRatesHz: number[];
  maxAudioKbps: number;
}

/** Where the program's encoding goes beyond what a platform takes, as sentences; empty when it suits. */
export function differences(platform: string, limits: Accepts, profile: EncodingProfile): string[] {
  const sentences: string[] = [];
  if (profile.videoKbps > limits.maxVideoKbps) {
    sentences.push(
      `${platform} takes at most ${limits.maxVideoKbps} kbit/s; the program has ${profile.videoKbps}.`,
    );
  }
  if (profile.audioKbps > limits.maxAudioKbps) {
    sentences.push(
      `${platform} takes sound of at most ${limits.maxAudioKbps} kbit/s; the program has ${profile.audioKbps}.`,
    );
  }
  if (profile.keyframeIntervalS > limits.maxKeyframeIntervalS) {
    sentences.push(
      `${platform} wants a keyframe every ${limits.maxKeyframeIntervalS} s; the program has one every ${profile.keyframeIntervalS} s.`,
    );
  }
  if (!limits.audioRatesHz.includes(AUDIO_RATE_HZ)) {
    sentences.push(`${platform} does not take sound of ${AUDIO_RATE_HZ} Hz.`);
  }
  return sentences;
}
