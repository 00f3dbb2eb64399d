import type { PlatformFacts } from '../contract/destinations';
import type { EncodingProfile } from '../contract/encoding';
import type { Graphic } from '../contract/graphics';
import type { PublicScore } from '../contract/score';
import type { SoundControls } from '../contract/sound';
import type { Scene, TBar, TimedTransition } from '../contract/program';
import type {
  FixAction,
  DestinationServer,
  FaultSide,
  EventKind,
  CellFallback,
  OutputState,
  EventStatus,
  PictureTrouble,
  RunningStatus,
} from '../contract/vocabulary';
import type { ClockReading } from '../core/time/steady-offset';
import type { DestinationHealth } from '../core/destination-state';
import type { Symptom } from '../core/diagnosis';

/**
 * The seams inside the engine. Each part knows its neighbours only by these shapes:
 * inputs → mixer → encoder → outputs, with `ProgramDesired` coming in from Postgres.
 */

/** One picture: planar I420, `width × height × 1.5` bytes, strides equal to the width (and half of it). */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

export type Freshness = 'fresh' | 'late' | 'gone' | 'paused';

/**
 * What the engine knows of one camera's media at this moment. Times are of the engine's monotonic clock, ms.
 */
export interface CameraMedia {
  cameraId: string;
  freshness: Freshness;
  lastFrameAtMs: number | null;
  /** Of the frames that arrive now, before scaling. */
  width: number;
  height: number;
  /** Size of pictures that arrive and are too large to be mixed; null where they are not. */
  tooLarge?: { width: number; height: number } | null;
  /** Frames a second over the last two seconds. */
  fps: number;
  /** Pictures a second that the program repeated or skipped, of a camera that is shown. */
  unevenPerS?: number;
  /** Peak of the last 100 ms in dBFS, -100 for silence. */
  audioPeakDb: number;
  /** Looked at only while it is on the air. */
  picture?: PictureTrouble | null;
}

export interface DesiredCamera {
  id: string;
  /** LiveKit identity; frames and sound of this participant belong to the camera. */
  identity: string;
  label: string;
  muted: boolean;
  pictureOff: boolean;
  /** A still picture of it is no fault. */
  mayStandStill: boolean;
}

/** A destination with everything resolved and checked; `url` and `key` are secrets and never logged. */
export interface DesiredDestination {
  id: string;
  plugin: string;
  label: string;
  url: string;
  /** The platform's other server, for when the first does not take the program. */
  backupUrl: string | null;
  /** Which of the two comes first; the first one where it is left out. */
  server?: DestinationServer;
  key: string;
  /** One of its stored secrets cannot be opened; key and secrets are empty then. */
  unreadable?: boolean;
  enabled: boolean;
  /** Raised to have it tried again at once. */
  tries: number;
  /** Settings of the protocol, such as SRT's delay. */
  options?: Record<string, string>;
  settings?: Record<string, string>;
  /** Values of the fields of type `secret`; secret like the key. */
  secrets?: Record<string, string>;
}

/** The program that Postgres describes for one event. Read whole at each doorbell, never patched in place. */
export interface ProgramDesired {
  /** A match where it is left out. */
  kind?: EventKind;
  eventId: string;
  slug: string;
  title: string;
  status: EventStatus;
  seq: number;
  program: {
    seq: number;
    onAir: string | null;
    preview: string | null;
    faded: boolean;
    /**
     * The last cut or change of layout in the log of switches; `byLadder` when its source is `failover`.
     * Without it a cut is seen by a change of `onAir` only, and a director's choice of the camera that the
     * ladder chose is missed.
     */
    cut?: { seq: number; byLadder: boolean; transition?: TimedTransition | null };
    /** Layout and cells; without it the on-air camera alone. */
    scene?: Scene;
    tbar?: TBar | null;
  };
  cameras: DesiredCamera[];
  destinations: DesiredDestination[];
  /** Camera ids, first choice first; cameras not named follow by their order of joining. */
  fallbackOrder: string[];
  /** Whether the program returns to a camera that failed over, after 2 s of health. */
  autoReturn: boolean;
  /** Whether the program leaves a camera whose picture stands still or is black. */
  pictureFailover: boolean;
  /** What becomes of a cell of a layout whose camera is gone; closed up where it is left out. */
  cellFallback?: CellFallback;
  /** The mixer's controls; as at the start where they are left out. */
  sound?: SoundControls;
  encoding: EncodingProfile;
  /** The prepared list, the lowest layer first; those on the air are drawn. */
  graphics?: Graphic[];
  /** What graphics show of the score; null before its sides are named. */
  score?: PublicScore | null;
  /** The server's clock against this engine's, as the read found it. */
  serverClock?: ClockReading;
  /** The run on the air (`streams`), null while not live. */
  streamId: string | null;
  /** Media time of that run at the moment of reading, ms; a worker that takes over continues from it. */
  streamElapsedMs?: number | null;
}

/**
 * A frame or block of sound at a tick of the program clock. `tick` counts from the start of the program,
 * without a gap.
 */
export interface ProgramSink {
  /**
   * `picture` is reused by the mixer after the call returns. Returns false under back-pressure, having taken
   * nothing: the clock then slips and the same tick is offered again.
   */
  writePicture(picture: Picture, tick: number): boolean;
  /**
   * Interleaved s16le stereo at 48 kHz, `48000 / fps` samples per channel for this tick; reused and refused
   * likewise.
   */
  writeSound(samples: Int16Array, tick: number): boolean;
}

/** MPEG-TS of the program (H.264 + AAC), 188-byte packets, in whole packets, as the encoder gives it. */
export type TsListener = (packets: Buffer) => void;

/** One output's health, reported at each change and at most once a second otherwise. */
export interface OutputStatus {
  state: OutputState;
  sinceMs: number;
  bytes: number;
  retries: number;
  /** A sentence for the director; null while nothing is wrong. */
  verdict: string | null;
  /** Of destinations: whose side the failure is on, and which button fixes it. */
  side?: FaultSide | null;
  remedy?: FixAction | null;
}

/** An output as the pages show it. */
export interface OutputEntry {
  /** A destination's id, `recording`, `hls` or `viewers`. */
  output: string;
  label: string;
  status: OutputStatus;
  /** Changes are shown, and not logged. */
  quiet?: boolean;
}

/** Everything that receives the encoded program. `start` and `stop` never throw; failures are states. */
export interface Output {
  readonly id: string;
  start(): void;
  stop(): Promise<void>;
  /** Instead of `stop`, when the run on the air is over and no worker continues it. */
  end?(): Promise<void>;
  /**
   * Only a destination's own diagnosis uses these.
   * @param others how the destinations at other hosts are
   * @param platform what the platform itself reports, where its API is used
   */
  status(others?: Symptom['others'], platform?: PlatformFacts | null): OutputStatus;
  /** Of a destination: what its diagnosis is made from. */
  health?(): DestinationHealth;
}

/** One running program, as the worker sees it. */
export interface RunningProgram {
  update(desired: ProgramDesired): void;
  /**
   * Once a second: writes what changed about cameras, outputs and figures. Rejects when the database is away.
   */
  report(): Promise<void>;
  stats(): { frames: number; fps: number; headroom: number; status: RunningStatus };
  /** Closes the outputs at once, because another worker may own the event by now. */
  suspend(): void;
  /** The lease was renewed by a statement of `askedAtMs`; one from before a pause undoes nothing. */
  resume(askedAtMs: number): void;
  /** @param over the event is off the air; otherwise another worker may go on with it */
  stop(over: boolean): Promise<void>;
}
