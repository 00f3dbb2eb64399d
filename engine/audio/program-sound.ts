import { FRESH_SOUND, GAIN_DB, type MasterControls, type SourceControls } from '../../contract/sound';
import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';
import { LevelMeter } from './level-meter';
import { LoudnessMeter } from './loudness';
import { GainRamp, type SoundSource, SourceStrip } from './source-strip';
import { gainOf, MAX_TICK_FRAMES, samplesOf } from './timing';
import { TruePeakLimiter } from './true-peak-limiter';

export interface Voice {
  id: string;
  source: SoundSource;
  /** Level at the end of this tick, 0 to 1. */
  level: number;
  /**
   * Reached in a straight line through the whole tick, as in a transition; otherwise by the ramp of a cut.
   */
  glides: boolean;
  controls: SourceControls;
  /** Whether it goes with the fade to black. */
  fades: boolean;
}

/**
 * Mixes the program's sound tick by tick, sample-exact: each source through its strip, then the fade of the
 * program, the master fader and the limiter. What comes out is `SOUND_DELAY_MS` older than what goes in, by
 * the limiter's look-ahead.
 */
export class ProgramSound {
  readonly #fps: number;
  readonly #strips = new Map<string, SourceStrip>();
  readonly #fading = new Float32Array(MAX_TICK_FRAMES * AUDIO_CHANNELS);
  readonly #steady = new Float32Array(MAX_TICK_FRAMES * AUDIO_CHANNELS);
  readonly #master = new GainRamp(1, 1);
  readonly #limiter = new TruePeakLimiter();
  readonly #out: Int16Array;
  #level = 1;
  /** Of what goes out. */
  readonly loudness = new LoudnessMeter();
  readonly meter = new LevelMeter();

  constructor(fps: number) {
    this.#fps = fps;
    this.#out = new Int16Array((Math.ceil(AUDIO_RATE_HZ / fps) + 1) * AUDIO_CHANNELS);
  }

  /**
   * The sound of one tick, interleaved s16 stereo; the array is reused by the next call. `level` (0 to 1) is
   * the fade of the whole program at the end of this tick, reached in a straight line from that of the tick
   * before.
   */
  next(
    tick: number,
    voices: readonly Voice[],
    level: number,
    master: MasterControls = FRESH_SOUND.master,
  ): Int16Array {
    const count = samplesOf(tick, this.#fps);
    this.#fading.fill(0, 0, count * AUDIO_CHANNELS);
    this.#steady.fill(0, 0, count * AUDIO_CHANNELS);
    for (const voice of voices) this.#add(voice, count);
    this.#forgetOthers(voices);
    const mix = this.#faded(count, level, master);
    this.#limiter.process(mix, count);
    this.loudness.add(mix, count);
    this.meter.add(mix, count);
    for (let i = 0; i < count * AUDIO_CHANNELS; i += 1) this.#out[i] = Math.round((mix[i] ?? 0) * 32_767);
    return this.#out.subarray(0, count * AUDIO_CHANNELS);
  }

  /** By how much the limiter turned down since the last call at most, dB; 0 where it did nothing. */
  takeReductionDb(): number {
    return this.#limiter.takeReductionDb();
  }

  #add({ id, source, level, glides, controls, fades }: Voice, count: number): void {
    const strip = this.#strips.get(id) ?? new SourceStrip(controls);
    this.#strips.set(id, strip);
    const target = controls.muted ? 0 : level;
    strip.add(fades ? this.#fading : this.#steady, count, source, controls, { target, glides });
  }

  #forgetOthers(voices: readonly Voice[]): void {
    if (this.#strips.size <= voices.length) return;
    for (const id of this.#strips.keys()) {
      if (!voices.some((voice) => voice.id === id)) this.#strips.delete(id);
    }
  }

  /** The two buses together, with the fade of the program and the master's fader. */
  #faded(count: number, level: number, { gainDb, muted }: MasterControls): Float32Array {
    const mix = this.#fading;
    const master = this.#master;
    const gain = muted ? 0 : gainOf(gainDb, GAIN_DB.min);
    master.aim(gain, gain);
    const step = (level - this.#level) / count;
    for (let i = 0; i < count; i += 1) {
      const fade = this.#level + step * (i + 1);
      master.step();
      for (let at = i * AUDIO_CHANNELS; at < (i + 1) * AUDIO_CHANNELS; at += 1) {
        mix[at] = ((mix[at] ?? 0) * fade + (this.#steady[at] ?? 0)) * master.left;
      }
    }
    this.#level = level;
    return mix;
  }
}
