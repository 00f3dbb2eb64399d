import type { EncodingProfile } from '../../../contract/encoding';
import { AUDIO_RATE_HZ } from '../../../core/encoding';
import { Encoder, type EncoderFailure, MEDIA_ORIGIN_S } from '../../../engine/encoder/encoder';
import type { RtpPorts } from '../../../engine/encoder/args';
import { TsHub } from '../../../engine/outputs/ts-hub';
import { countedPicture } from '../eyes/media-file';

export const SMALL: EncodingProfile = {
  width: 320,
  height: 180,
  fps: 30,
  videoKbps: 500,
  audioKbps: 96,
  keyframeIntervalS: 1,
};

/**
 * A program without cameras: pictures that count and a tone, at the speed of the clock, through a real
 * encoder into a hub.
 */
export interface SyntheticProgram {
  hub: TsHub;
  encoder: Encoder;
  failures: EncoderFailure[];
  tick(): number;
  stop(): Promise<void>;
}

export function startSyntheticProgram(
  options: { profile?: EncodingProfile; rtp?: RtpPorts; firstTick?: number } = {},
): SyntheticProgram {
  const profile = options.profile ?? SMALL;
  const { width, height, fps } = profile;
  const hub = new TsHub(() => MEDIA_ORIGIN_S + tick / fps);
  const failures: EncoderFailure[] = [];
  const encoder = new Encoder({
    profile,
    rtp: options.rtp ?? null,
    firstTick: options.firstTick,
    onTs: (chunk) => hub.push(chunk),
    onRun: () => hub.beginRun(),
    onFailure: (failure) => failures.push(failure),
  });
  encoder.start();
  const perTick = AUDIO_RATE_HZ / fps;
  let tick = options.firstTick ?? 0;
  /** Moves when the encoder refuses, as the mixer's clock does. */
  let originMs = performance.now() - (tick * 1000) / fps;
  const timer = setInterval(() => {
    while (tick <= ((performance.now() - originMs) * fps) / 1000) {
      if (
        !encoder.writePicture({ width, height, data: countedPicture(width, height, tick & 0xffff) }, tick)
      ) {
        originMs = performance.now() - (tick * 1000) / fps;
        return;
      }
      encoder.writeSound(tone(tick * perTick, perTick), tick);
      tick++;
    }
  }, 5);
  return {
    hub,
    encoder,
    failures,
    tick: () => tick,
    stop: async () => {
      clearInterval(timer);
      await encoder.stop();
    },
  };
}

function tone(from: number, count: number): Int16Array {
  const samples = new Int16Array(count * 2);
  for (let i = 0; i < count; i++) {
    samples[2 * i] = samples[2 * i + 1] = 6_000 * Math.sin(((from + i) * 2 * Math.PI * 440) / AUDIO_RATE_HZ);
  }
  return samples;
}
