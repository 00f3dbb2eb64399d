import type { Levels } from '../audio/level-meter';
import type { Loudness } from '../audio/loudness';
import { ProgramSound } from '../audio/program-sound';
import { voicesOf } from '../audio/voices';
import type { ProgramDesired } from '../types';
import type { MixerInputs } from './program-mixer';
import type { Painted } from './scene-painter';

export interface SoundLevels {
  /** `reductionDb`: by how much the limiter turned down at most. */
  master: Levels & { reductionDb: number };
  /** By camera id, as their sound arrives. */
  sources: Record<string, Levels>;
}

/** The sound of one program: from what is desired and what arrives to one block of sound per tick. */
export class SoundMixer {
  readonly #inputs: MixerInputs;
  readonly #sound: ProgramSound;
  #desired: ProgramDesired;

  constructor(inputs: MixerInputs, desired: ProgramDesired) {
    this.#inputs = inputs;
    this.#desired = desired;
    this.#sound = new ProgramSound(desired.encoding.fps);
  }

  update(desired: ProgramDesired): void {
    if (desired.sound?.loudnessResets !== this.#desired.sound?.loudnessResets) this.#sound.loudness.reset();
    this.#desired = desired;
  }

  /** See `ProgramSound.next`; once for each tick. */
  next(tick: number, painted: Painted, level: number): Int16Array {
    const voices = voicesOf(this.#desired, (id) => this.#inputs.get(id)?.sound, painted);
    return this.#sound.next(tick, voices, level, this.#desired.sound?.master);
  }

  /** Of the master and of every source since the last call, for meters. */
  takeLevels(): SoundLevels {
    const sources = this.#desired.cameras.flatMap(({ id }): [string, Levels][] => {
      const levels = this.#inputs.get(id)?.takeLevels?.();
      return levels ? [[id, levels]] : [];
    });
    const master = { ...this.#sound.meter.take(), reductionDb: this.#sound.takeReductionDb() };
    return { master, sources: Object.fromEntries(sources) };
  }

  /** Of the program, and its short-term loudness second by second. */
  loudness(): Loudness & { line: readonly (number | null)[] } {
    const { loudness } = this.#sound;
    return { ...loudness.read(), line: loudness.line() };
  }

  /** See `MixerInputs.send`. */
  async send(topic: string, data: Uint8Array, to: string[]): Promise<void> {
    await this.#inputs.send?.(topic, data, to);
  }
}
