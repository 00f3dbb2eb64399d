import { expect } from 'vitest';
import type { Failover } from '../../../core/ladder';
import { DEFAULT_ENCODING } from '../../../core/encoding';
import type { CameraFrame } from '../../../engine/inputs/frame-slot';
import { i420Bytes } from '../../../engine/mixer/pixels';
import {
  ProgramMixer,
  type CutShown,
  type MixerInput,
  type MixerInputs,
} from '../../../engine/mixer/program-mixer';
import type { ReFlow } from '../../../engine/mixer/scene-driver';
import type { DesiredCamera, Picture, ProgramDesired } from '../../../engine/types';
import { FakeTimers } from '../time/fake-timers';

/** A mixer whose cameras are one grey each, on a clock that the test turns. */

export const WIDTH = 64;
export const HEIGHT = 36;
export const TICK_MS = 1000 / 30;
export const LUMA = { a: 60, b: 120, c: 180 } as const satisfies Record<string, number>;
const IDS = ['a', 'b', 'c'] as const;

/** Cameras that have a new frame whenever time passes and they are alive. */
class GreyInputs implements MixerInputs {
  readonly #now: () => number;
  readonly alive = new Set<string>(IDS);
  high: ReadonlySet<string> = new Set();
  readonly #inputs = new Map<string, MixerInput>();

  constructor(now: () => number) {
    this.#now = now;
  }

  start(): void {}
  async stop(): Promise<void> {}
  media() {
    return [];
  }
  setHighLayer(high: ReadonlySet<string>): void {
    this.high = high;
  }
  setCameras(cameras: readonly DesiredCamera[]): void {
    const wanted = new Set(cameras.map(({ id }) => id));
    for (const id of this.#inputs.keys()) if (!wanted.has(id)) this.#inputs.delete(id);
    for (const id of wanted) if (!this.#inputs.has(id)) this.#inputs.set(id, this.#make(id));
  }
  get(id: string): MixerInput | undefined {
    const input = this.#inputs.get(id);
    if (input && this.alive.has(id)) input.lastFrameAtMs = this.#now();
    return input;
  }

  #make(id: string): MixerInput {
    const luma = IDS.find((known) => known === id);
    const grey = luma ? LUMA[luma] : 0;
    const data = new Uint8Array(i420Bytes(WIDTH, HEIGHT)).fill(grey);
    const frame: CameraFrame = { width: WIDTH, height: HEIGHT, rotation: 0, data };
    return {
      lastFrameAtMs: null,
      frame: () => frame,
      sound: { read: (out, count) => void out.fill(grey / 1000, 0, count * 2), rest: () => undefined },
    };
  }
}

export function desired(
  onAir: string | null,
  more: Partial<ProgramDesired['program']> = {},
  seq = 1,
): ProgramDesired {
  return {
    eventId: 'event',
    slug: 'match',
    title: 'Match',
    status: 'live',
    seq,
    program: { seq, onAir, preview: null, faded: false, ...more },
    cameras: IDS.map((id) => ({
      id,
      identity: `cam-${id}`,
      label: id,
      muted: false,
      pictureOff: false,
      mayStandStill: false,
    })),
    destinations: [],
    fallbackOrder: [...IDS],
    autoReturn: false,
    pictureFailover: false,
    cellFallback: 'close',
    encoding: { ...DEFAULT_ENCODING, width: WIDTH, height: HEIGHT },
    streamId: null,
  };
}

/** What the mixer made of it, by tick. */
export class GreyProgram {
  readonly timers = new FakeTimers();
  readonly inputs = new GreyInputs(this.timers.now);
  readonly failovers: Failover[] = [];
  readonly reFlows: ReFlow[] = [];
  readonly cuts: CutShown[] = [];
  /** Luma of each picture at the left edge, in the middle and at the right edge, half way down. */
  readonly pictures: { left: number; middle: number; right: number }[] = [];
  /** The last sample of each block of sound, -1 to 1. */
  readonly sounds: number[] = [];
  accepts = true;
  readonly mixer: ProgramMixer;

  constructor(state: ProgramDesired) {
    this.mixer = new ProgramMixer({
      desired: state,
      credentials: () => Promise.reject(new Error('not asked for')),
      inputs: this.inputs,
      timers: this.timers,
      onFailover: (failover) => this.failovers.push(failover),
      onReFlow: (reFlow) => this.reFlows.push(reFlow),
      onCutShown: (cut) => this.cuts.push(cut),
    });
  }

  async start(): Promise<this> {
    await this.mixer.start({
      writePicture: (picture, tick) => this.#writePicture(picture, tick),
      writeSound: (samples, tick) => this.#writeSound(samples, tick),
    });
    return this;
  }

  /** Luma in the middle of each picture. */
  get lumas(): number[] {
    return this.pictures.map(({ middle }) => middle);
  }

  #writePicture({ data }: Picture, tick: number): boolean {
    if (!this.accepts) return false;
    expect(tick).toBe(this.pictures.length);
    const at = (x: number) => data[(HEIGHT / 2) * WIDTH + x] ?? -1;
    this.pictures.push({ left: at(1), middle: at(WIDTH / 2), right: at(WIDTH - 2) });
    return true;
  }

  #writeSound(samples: Int16Array, tick: number): boolean {
    expect(tick).toBe(this.sounds.length);
    expect(samples.length).toBe(3200);
    this.sounds.push((samples.at(-1) ?? 0) / 32_767);
    return true;
  }
}
