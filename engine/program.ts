import type { Logger } from 'pino';
import type { RunningStatus } from '../contract/vocabulary';
import type { Failover } from '../core/ladder';
import { withTimeout } from '../core/time/with-timeout';
import { checkDestinationAddress } from '../plugins/address';
import { SOUND_DELAY_MS } from './audio/true-peak-limiter';
import { freeRtpPorts, type RtpPorts } from './encoder/args';
import { Encoder, SOUND_LEAD_MS, MEDIA_ORIGIN_S } from './encoder/encoder';
import type { EngineConfig } from './config';
import type { EngineRooms } from '../livekit/engine-rooms';
import { ProgramMixer, type CutShown } from './mixer/program-mixer';
import type { ReFlow } from './mixer/scene-driver';
import { OutputSet } from './outputs/output-set';
import { TsHub } from './outputs/ts-hub';
import { WhipOutput } from './outputs/whip/whip-output';
import { CameraWatch } from './state/camera-watch';
import { FailoverLog } from './state/failover-log';
import { reportOfFailover, reportOfReFlow } from './state/failover-report';
import { LoadLog } from './state/load-log';
import { MeterFeed } from './state/meter-feed';
import { OutputWatch } from './state/output-watch';
import { PictureLog } from './state/picture-log';
import { PlatformWatch } from './state/platform-watch';
import type { EngineStore, FailoverReport } from './state/engine-store';
import type { OutputEntry, ProgramDesired, RunningProgram } from './types';

/** Longer than the recording's last part, the folder of HLS and their lines in the database may take. */
const OUTPUTS_STOP_MS = 10_000;
/** A database that hangs does not keep the program off the air. */
const LEFT_PARTS_MS = 3_000;
/** Within it a database that answers says whose the program is. */
const WHOSE_MS = 500;
const RENEWED_MS = 2_000;

export interface ProgramOptions {
  desired: ProgramDesired;
  store: EngineStore;
  rooms: EngineRooms;
  config: EngineConfig;
  recordingsDir: string;
  hlsDir: string;
  rtpPorts: RtpPorts;
  log: Logger;
}

/**
 * The program of one event, wired together: cameras → mixer → encoder → hub → outputs. Follows
 * `ProgramDesired` and reports to Postgres. Size and frame rate are those at its start.
 */
export class Program implements RunningProgram {
  readonly #options: ProgramOptions;
  #desired: ProgramDesired;
  readonly #log: Logger;
  readonly #hub = new TsHub(() => MEDIA_ORIGIN_S + this.#mixer.nextTick / this.#desired.encoding.fps);
  readonly #encoder: Encoder;
  readonly #mixer: ProgramMixer;
  /** Null for a show, whose viewers have the host's own picture. */
  readonly #viewers: WhipOutput | null;
  readonly #outputs: OutputSet;
  readonly #cameraWatch: CameraWatch;
  readonly #outputWatch: OutputWatch;
  readonly #platforms: PlatformWatch;
  readonly #failovers: FailoverLog;
  readonly #pictures: PictureLog;
  readonly #load: LoadLog;
  /** Null for a show, which has no mixer's desk. */
  readonly #meters: MeterFeed | null;
  /**
   * Tick at which the present run on the air began: media time of the recording and of switch_logs counts
   * from here.
   */
  #streamTick: number;
  #suspendedAtMs = Infinity;
  #renewedAtMs = performance.now();
  #onResume: () => void = () => undefined;

  /** Rejects when it cannot start, with all its parts stopped. */
  static async create(options: Omit<ProgramOptions, 'rtpPorts'>): Promise<Program> {
    const program = new Program({ ...options, rtpPorts: await freeRtpPorts() });
    try {
      await program.#start();
    } catch (error) {
      program.#attempt(program.stop(false));
      throw error;
    }
    return program;
  }

  private constructor(options: ProgramOptions) {
    this.#options = options;
    const { desired, store, rooms, config } = options;
    this.#desired = desired;
    this.#log = options.log.child({ event: desired.slug });
    this.#cameraWatch = new CameraWatch(store);
    this.#outputWatch = new OutputWatch(store);
    this.#platforms = new PlatformWatch({ store });
    this.#failovers = new FailoverLog(store);
    this.#pictures = new PictureLog(store);
    this.#load = new LoadLog(store);
    this.#streamTick = 0;
    const firstTick = firstTickOf(desired);
    this.#viewers = desired.kind === 'show' ? null : this.#whipOutput();
    this.#encoder = new Encoder({
      profile: desired.encoding,
      ffmpegPath: config.ffmpegPath,
      rtp: this.#viewers && options.rtpPorts,
      soundOffsetMs: SOUND_LEAD_MS - SOUND_DELAY_MS,
      firstTick,
      onTs: (chunk) => this.#hub.push(chunk),
      onRun: () => this.#hub.beginRun(),
      onFailure: ({ reason, lines }) => {
        this.#log.error({ reason, lines }, 'encoder restarted');
        const text =
          reason === 'hung' ? 'The encoder hung and was restarted.' : 'The encoder ended and was restarted.';
        this.#attempt(store.line('encoder', 'error', text));
      },
    });
    this.#outputs = new OutputSet({
      hub: this.#hub,
      saveRecording: (part) => store.recording(part),
      recordingsDir: options.recordingsDir,
      hlsDir: options.hlsDir,
      ffmpegPath: config.ffmpegPath,
      checkAddress: (url) => checkDestinationAddress(url, { allowPrivate: config.allowPrivateDestinations }),
      streamBeganMs: () => (this.#streamTick * 1000) / this.#desired.encoding.fps,
      onProblem: (message) => this.#log.warn(message),
    });
    this.#mixer = new ProgramMixer({
      desired,
      credentials: async () => {
        if ((await this.#isOurs()) === false) throw new Error('Another engine has this program.');
        return rooms.cameras(desired.slug, desired.kind);
      },
      onReplaced: () => this.#onReplaced(),
      firstTick,
      onFailover: (failover) => this.#onFailover(failover),
      onReFlow: (reFlow) => this.#onReFlow(reFlow),
      onCutShown: (cut) => this.#onCutShown(cut),
      onPicture: () => {
        // Not with the next report: the director has 2.5 s (F12).
        this.#notePicture();
        this.#attempt(this.#pictures.write());
      },
      onProblem: (message) => this.#log.warn(message),
    });
    const listeners = () => rooms.directors(desired.slug);
    this.#meters = desired.kind === 'show' ? null : new MeterFeed({ from: this.#mixer.sound, listeners });
  }

  #whipOutput(): WhipOutput {
    const { rooms, rtpPorts, config } = this.#options;
    return new WhipOutput({
      id: 'viewers',
      ports: rtpPorts,
      mintToken: () => rooms.program(this.#desired.slug, this.#desired.status === 'live'),
      onLine: (line) => this.#log.info({ part: 'viewers' }, line),
      entry: config.whipEntry,
    });
  }

  async #start(): Promise<void> {
    // Before this engine's own first part.
    await withTimeout(LEFT_PARTS_MS, this.#options.store.closeLeftParts(), 'closing left parts').catch(
      (error: unknown) => this.#log.warn({ err: error }, 'not written'),
    );
    this.#viewers?.start();
    this.#encoder.start();
    // Before there is a picture: each destination is connected by the time of the first keyframe.
    this.#outputs.update(this.#desired);
    await this.#mixer.start(this.#encoder);
    this.#meters?.start();
  }

  update(desired: ProgramDesired): void {
    const before = this.#desired;
    this.#desired = desired;
    if (desired.streamId !== before.streamId) this.#streamTick = this.#mixer.nextTick;
    this.#mixer.update(desired);
    if (this.#suspendedAtMs === Infinity) this.#outputs.update(desired);
    if ((desired.status === 'live') !== (before.status === 'live')) this.#viewers?.reopen();
  }

  async report(): Promise<void> {
    this.#platforms.look(this.#desired.destinations, this.#desired.status === 'live');
    await this.#failovers.write();
    this.#notePicture();
    await this.#pictures.write();
    await this.#writeLoad();
    const media = this.#mixer.media();
    await this.#cameraWatch.write(media, this.#desired.cameras);
    const factsOf = (id: string) => this.#platforms.facts(id);
    await this.#outputWatch.write([...this.#outputs.entries(factsOf), ...this.#viewersEntry()]);
    await this.#options.store.telemetry(media, performance.now());
  }

  /** In its first second a program has not yet made a second's pictures. */
  async #writeLoad(): Promise<void> {
    const { ticks, fps } = this.#mixer.stats();
    const { encoding } = this.#desired;
    if (ticks > encoding.fps * 2) this.#load.note(fps, encoding.fps);
    await this.#load.write();
  }

  #viewersEntry(): OutputEntry[] {
    if (!this.#viewers) return [];
    // In rehearsal there are no viewers; the crew sees the picture or its absence.
    const quiet = this.#desired.status !== 'live';
    return [{ output: 'viewers', label: 'Watch page', status: this.#viewers.status(), quiet }];
  }

  stats(): { frames: number; fps: number; headroom: number; status: RunningStatus } {
    const { fps, headroom } = this.#mixer.stats();
    const { accepted, bytesOut } = this.#encoder.stats();
    return { frames: accepted, fps, headroom, status: bytesOut > 0 ? 'running' : 'starting' };
  }

  suspend(): void {
    if (this.#suspendedAtMs < Infinity) return;
    this.#suspendedAtMs = performance.now();
    void this.#outputs.stopAll(false);
    void this.#viewers?.stop();
  }

  resume(askedAtMs: number): void {
    this.#renewedAtMs = askedAtMs;
    if (this.#suspendedAtMs === Infinity || askedAtMs < this.#suspendedAtMs) return;
    this.#suspendedAtMs = Infinity;
    this.#outputs.update(this.#desired);
    this.#viewers?.start();
    this.#onResume();
  }

  /** Null when the database does not say. */
  readonly #isOurs = () => withTimeout(WHOSE_MS, this.#options.store.isOurs(), 'asking').catch(() => null);

  /**
   * Who has joined in our place has the lease, or had it. Unless it is surely ours, nothing is sent until it
   * is renewed: an engine that alone has lost the database hears of the other only here.
   */
  async #onReplaced(): Promise<void> {
    if (performance.now() - this.#renewedAtMs < RENEWED_MS && (await this.#isOurs())) return;
    this.#log.warn('another engine receives the cameras; outputs are off until the lease is renewed');
    this.suspend();
    await new Promise<void>((resolve) => (this.#onResume = resolve));
  }

  /** Stops every part, also after one that could not be stopped; then it rejects. */
  async stop(over: boolean): Promise<void> {
    this.#meters?.stop();
    const outputs = withTimeout(OUTPUTS_STOP_MS, this.#outputs.stopAll(over), 'closing the outputs');
    const first = await Promise.allSettled([this.#mixer.stop(), outputs]);
    const then = await Promise.allSettled([this.#encoder.stop(), this.#viewers?.stop()]);
    await this.#outputWatch.write([]).catch(() => undefined);
    const failed = [...first, ...then].find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  #onFailover(failover: Failover): void {
    this.#log.warn({ ...failover }, 'failover');
    this.#record(reportOfFailover(failover, this.#desired));
  }

  #onReFlow(reFlow: ReFlow): void {
    this.#log.warn({ lost: reFlow.lost, layout: reFlow.to.layout }, 'cells lost');
    this.#record(reportOfReFlow(reFlow, this.#desired));
  }

  #record(report: FailoverReport): void {
    this.#failovers.add(report);
    this.#attempt(this.#failovers.write());
  }

  /** In rehearsal only the monitor says it. */
  #notePicture(): void {
    const { cameraId, trouble } = this.#mixer.picture();
    const camera = this.#desired.cameras.find(({ id }) => id === cameraId) ?? null;
    this.#pictures.note(camera, this.#desired.status === 'live' ? trouble : null);
  }

  #onCutShown(cut: CutShown): void {
    const { seq } = this.#desired.program;
    const mediaTimeMs = ((cut.tick - this.#streamTick) * 1000) / this.#desired.encoding.fps;
    this.#log.info({ seq: cut.seq, tick: cut.tick }, 'cut shown');
    if (this.#desired.status === 'live') this.#attempt(this.#options.store.switchShown(seq, mediaTimeMs));
  }

  /** Writes for the record only: a database that is away costs a line, never the program. */
  #attempt(writing: Promise<unknown>): void {
    writing.catch((error: unknown) => this.#log.warn({ err: error }, 'not written'));
  }
}

/** A worker that takes over a running show goes on with its media time; all others begin at zero. */
function firstTickOf({ streamElapsedMs, encoding }: ProgramDesired): number {
  return Math.max(0, Math.round(((streamElapsedMs ?? 0) * encoding.fps) / 1000));
}
