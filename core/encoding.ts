import type { EncodingProfile } from '../contract/encoding';

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
