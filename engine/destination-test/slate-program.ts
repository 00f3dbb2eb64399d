import type { EncodingProfile } from '../../contract/encoding';
import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';
import { Encoder } from '../encoder/encoder';
import { drawSlate } from '../slate/slate';
import { TsHub } from '../outputs/ts-hub';

const TICK_MS = 10;

/**
 * A program of one still picture and silence, through an encoder of its own: what a destination is tried with
 * before the show.
 */
export interface SlateProgram {
  hub: TsHub;
  stop(): Promise<void>;
}

/** @param profile as the show will be encoded, so that the line is tried with as many bits */
export function startSlateProgram(options: {
  title: string;
  profile: EncodingProfile;
  ffmpegPath?: string;
}): SlateProgram {
  const { profile, title, ffmpegPath } = options;
  const { width, height, fps } = profile;
  const hub = new TsHub();
  const encoder = new Encoder({
    profile,
    ffmpegPath,
    onTs: (chunk) => hub.push(chunk),
    onRun: () => hub.beginRun(),
  });
  const picture = drawSlate(title, width, height);
  const silence = new Int16Array((AUDIO_RATE_HZ / fps) * AUDIO_CHANNELS);
  encoder.start();
  let tick = 0;
  /** Moves when the encoder refuses, as the mixer's clock does. */
  let originMs = performance.now();
  const timer = setInterval(() => {
    while (tick <= ((performance.now() - originMs) * fps) / 1000) {
      if (!encoder.writePicture(picture, tick)) {
        originMs = performance.now() - (tick * 1000) / fps;
        return;
      }
      encoder.writeSound(silence, tick);
      tick++;
    }
  }, TICK_MS);
  return {
    hub,
    stop: async () => {
      clearInterval(timer);
      await encoder.stop();
    },
  };
}
