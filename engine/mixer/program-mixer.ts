import type { PictureTrouble } from '../../contract/vocabulary';
import type { Failover, LadderState } from '../../core/ladder';
import type { Levels } from '../audio/level-meter';
import type { SoundSource } from '../audio/source-strip';
import { SOUND_LEAD_MS } from '../encoder/encoder';
import type { MediaDelays } from '../inputs/camera-input';
import { CameraInputs } from '../inputs/camera-inputs';
import { PictureWatch } from '../inputs/picture-watch';
import { type CameraFrame, LATE_TICK_MS } from '../inputs/frame-slot';
import type { RoomCredentials } from '../inputs/room-link';
import { LayerChoice } from '../inputs/subscriptions';
import type { CameraMedia, DesiredCamera, ProgramDesired, ProgramSink } from '../types';
import { Compositor } from './compositor';
import { Fader } from './fader';
import { GraphicsPainter } from './graphics-painter';
import { type MixerStats, TickMeter } from './mixer-stats';
import { blackPicture, Pixels } from './pixels';
import { loadSimd } from './simd-module';
import { type ReFlow, SceneDriver, type SceneStep } from './scene-driver';
import { ScenePainter } from './scene-painter';
import { drawGround, drawSlate } from './slate';
import { SoundMixer } from './sound-mixer';
import { systemTimers, TickClock, type Timers } from './tick-clock';

/** One camera as the mixer sees it. */
export interface MixerInput {
  lastFrameAtMs: number | null;
  /** See `LadderCamera`. */
  still?: boolean;
  frame(): CameraFrame | null;
  sound: SoundSource;
  /** Of its sound as it arrives, since the last call. */
  takeLevels?(): Levels;
}

/** Where cameras come from: `CameraInputs` in the engine, drawn pictures in tests. */
export interface MixerInputs {
  start(): void;
  stop(): Promise<void>;
  setCameras(cameras: readonly DesiredCamera[]): void;
  get(cameraId: string): MixerInput | undefined;
  setHighLayer(high: ReadonlySet<string>): void;
  media(): CameraMedia[];
  /** A packet to these identities in the cameras' room; rejects while there is none. */
  send?(topic: string, data: Uint8Array, to: string[]): Promise<void>;
}

/** The first tick in which a choice of the director was on the program. */
export interface CutShown {
  /** `program.seq` of the desired state. */
  seq: number;
  cameraId: string | null;
  tick: number;
  /** Monotonic, `performance.now()`. */
  atMs: number;
}

export interface ProgramMixerOptions {
  desired: ProgramDesired;
  /**
   * Number of the first tick, 0 by default: a worker that takes over a running show goes on with its media
   * time.
   */
  firstTick?: number;
  /** Address and token for the cameras' room; called at each connection. */
  credentials: RoomCredentials;
  /** See `RoomLink`; without it the room is joined again. */
  onReplaced?: () => Promise<void>;
  onFailover?: (failover: Failover) => void;
  /** Cells of a layout have lost their cameras. */
  onReFlow?: (reFlow: ReFlow) => void;
  onCutShown?: (cut: CutShown) => void;
  /** `picture()` has changed. */
  onPicture?: () => void;
  /** Sentences for the log, without secrets. */
  onProblem?: (message: string) => void;
  /** Compiled SIMD module; without it the one next to the bundle, or one compiled from source. */
  simdFile?: string;
  /** Set by measurement; see `DELAYS`. */
  delays?: MediaDelays;
  inputs?: MixerInputs;
  timers?: Timers;
}

/**
 * From the time at which a picture is meant to be seen: sound comes that much later by blocks of 20 ms, the
 * reserve, and a tick's worth of sound that has to be there when the tick begins (docs/decisions/0010). The
 * encoder's lead comes on top.
 */
const DELAYS: MediaDelays = { pictureMs: 53 + SOUND_LEAD_MS, soundMs: 20 };

/**
 * Makes the program of one event: from what is desired and what arrives to one picture and one block of sound
 * per tick, without a gap for as long as it runs. Size and rate are those of the desired state at
 * construction.
 */
export class ProgramMixer {
  readonly #options: ProgramMixerOptions;
  readonly #inputs: MixerInputs;
  readonly #timers: Timers;
  readonly #clock: TickClock;
  readonly sound: SoundMixer;
  readonly #fader: Fader;
  readonly #meter: TickMeter;
  readonly #scenes: SceneDriver;
  readonly #layers = new LayerChoice();
  readonly #pictures = new PictureWatch();
  #compositor: Compositor | null = null;
  #painter: ScenePainter | null = null;
  #graphics: GraphicsPainter | null = null;
  #sink: ProgramSink | null = null;
  #desired: ProgramDesired;
  #slate: CameraFrame;
  #shown: LadderState | null = null;
  #samples: Int16Array = new Int16Array(0);
  #pictureTick = -1;
  #tickMs = 0;
  #levelTick = -1;
  #level = 1;
  #toldCut: number | null = null;

  constructor(options: ProgramMixerOptions) {
    this.#options = options;
    this.#desired = options.desired;
    this.#timers = options.timers ?? systemTimers;
    const { fps, width, height } = options.desired.encoding;
    this.#inputs =
      options.inputs ??
      new CameraInputs({
        credentials: options.credentials,
        onReplaced: () => options.onReplaced?.() ?? Promise.resolve(),
        now: this.#timers.now,
        delays: options.delays ?? DELAYS,
        ticks: { everyMs: 1000 / fps, lastMs: () => this.#tickMs },
        onProblem: options.onProblem,
      });
    this.#clock = new TickClock({
      fps,
      timers: this.#timers,
      firstTick: options.firstTick,
      onTick: (tick) => this.#onTick(tick),
    });
    this.sound = new SoundMixer(this.#inputs, this.#desired);
    this.#fader = new Fader(fps);
    this.#meter = new TickMeter(fps);
    this.#slate = { ...drawSlate(this.#desired.title, width, height), rotation: 0 };
    this.#scenes = new SceneDriver(
      this.#desired,
      (id) => {
        const input = this.#inputs.get(id);
        const trouble = this.#desired.pictureFailover ? this.#troubleOf(id) : null;
        return { lastFrameAtMs: input?.lastFrameAtMs ?? null, still: input?.still, trouble };
      },
      {
        onFailover: (failover) => options.onFailover?.(failover),
        onReFlow: (reFlow) => options.onReFlow?.(reFlow),
      },
    );
    this.#inputs.setCameras(this.#desired.cameras);
  }

  /** Takes the state as it is now; the next tick shows it. */
  update(desired: ProgramDesired): void {
    const { width, height } = this.#options.desired.encoding;
    if (desired.title !== this.#desired.title) {
      this.#slate = { ...drawSlate(desired.title, width, height), rotation: 0 };
    }
    this.#desired = desired;
    this.#scenes.update(desired);
    this.#graphics?.update(desired);
    this.sound.update(desired);
    this.#inputs.setCameras(desired.cameras);
  }

  /** Connects to the cameras and begins to tick. The slate is on from the first tick. */
  async start(sink: ProgramSink): Promise<void> {
    const { width, height } = this.#options.desired.encoding;
    if (!this.#compositor) {
      const pixels = new Pixels(await loadSimd(this.#options.simdFile));
      const compositor = new Compositor(pixels, width, height);
      this.#compositor = compositor;
      const desired = this.#desired;
      const { onProblem } = this.#options;
      const frame = { width, height };
      this.#graphics = new GraphicsPainter({ compositor, pixels, frame, desired, onProblem });
    }
    this.#painter ??= new ScenePainter({
      compositor: this.#compositor,
      frame: { width, height },
      slate: () => this.#slate,
      ground: drawGround(width, height),
      black: blackPicture(width, height),
      frameOf: (id) => this.#frameOf(id),
      takenSeq: this.#desired.program.cut?.seq ?? this.#desired.program.seq,
    });
    this.#sink = sink;
    this.#inputs.start();
    this.#clock.start();
  }

  /** Stops the clock at once; resolves when the room is left. */
  async stop(): Promise<void> {
    this.#clock.stop();
    this.#sink = null;
    await this.#inputs.stop();
  }

  media(): CameraMedia[] {
    const { cameraId, trouble } = this.picture();
    return this.#inputs
      .media()
      .map((one) => (one.cameraId === cameraId ? { ...one, picture: trouble } : one));
  }

  /** What is wrong with the picture of the on-air camera; null where nothing is, or nothing is watched. */
  picture(): { cameraId: string | null; trouble: PictureTrouble | null } {
    const { cameraId } = this.#pictures;
    return { cameraId, trouble: this.#troubleOf(cameraId) };
  }

  /** That a picture stands still is nothing wrong with a camera that may. */
  #troubleOf(cameraId: string | null): PictureTrouble | null {
    const trouble = this.#pictures.troubleOf(cameraId);
    if (trouble !== 'still') return trouble;
    return this.#desired.cameras.find(({ id }) => id === cameraId)?.mayStandStill ? null : trouble;
  }

  /** Number of the tick that comes next. */
  get nextTick(): number {
    return this.#clock.next;
  }

  stats(): MixerStats {
    return this.#meter.read(this.#timers.now(), this.#clock.slipped, this.#shown?.shown ?? null);
  }

  #onTick(tick: number): boolean {
    const sink = this.#sink;
    if (!sink || !this.#compositor || !this.#painter) return false;
    if (this.#pictureTick !== tick && !this.#offerPicture(tick, sink, this.#compositor, this.#painter))
      return false;
    return sink.writeSound(this.#samples, tick);
  }

  /**
   * Composed again when it is offered again, so that after a jam the newest picture goes out and not the
   * oldest.
   */
  #offerPicture(tick: number, sink: ProgramSink, compositor: Compositor, painter: ScenePainter): boolean {
    const beganMs = this.#timers.now();
    const lateMs = this.#clock.lateness(tick);
    this.#tickMs = beganMs - Math.min(lateMs, LATE_TICK_MS);
    const step = this.#scenes.step(beganMs);
    const { scene, ladder } = step;
    this.#shown = ladder;
    const { preview, faded } = this.#desired.program;
    this.#inputs.setHighLayer(this.#layers.high([...scene.cells, ladder.home, preview], beganMs));
    if (this.#levelTick !== tick) {
      this.#levelTick = tick;
      this.#level = this.#fader.next(faded);
    }
    const painted = painter.paint(tick, step);
    const isSlate = scene.layout === 'single' && this.#frameOf(scene.cells[0] ?? null) === null;
    const covered =
      this.#graphics?.paint(tick, painted.picture, beganMs - lateMs, isSlate) ?? painted.picture;
    if (!sink.writePicture(compositor.fade(covered, this.#level), tick)) return false;
    this.#pictureTick = tick;
    this.#samples = this.sound.next(tick, painted, this.#level);
    this.#meter.add(beganMs, this.#timers.now() - beganMs, lateMs);
    this.#tellCut(step, tick);
    this.#lookAt(ladder, beganMs);
    return true;
  }

  #frameOf(cameraId: string | null): CameraFrame | null {
    return (cameraId === null ? null : this.#inputs.get(cameraId)?.frame()) ?? null;
  }

  #lookAt({ shown, home }: LadderState, nowMs: number): void {
    // A host may show a slide for as long as they like.
    if (this.#desired.kind === 'show') return;
    if (this.#pictures.look(shown, home, (id) => this.#frameOf(id), nowMs)) this.#options.onPicture?.();
  }

  #tellCut({ take, scene }: SceneStep, tick: number): void {
    if (take === null || take.seq === this.#toldCut) return;
    this.#toldCut = take.seq;
    this.#options.onCutShown?.({
      seq: this.#desired.program.seq,
      cameraId: scene.cells[0] ?? null,
      tick,
      atMs: this.#timers.now(),
    });
  }
}
