import { basename, join } from 'node:path';
import { othersOf, type Neighbour } from '../../core/diagnosis';
import type { PlatformFacts } from '../../contract/destinations';
import type { RecordingPart } from '../../db/queries/recordings';
import type { DestinationCheck } from '../../plugins/address';
import type { Output, OutputEntry, ProgramDesired } from '../types';
import { connectionKey } from './destination/protocols';
import { DestinationSupervisor } from './destination/supervisor';
import { HlsOutput } from './hls/hls-output';
import { PartReports } from './recorder/part-reports';
import { Recorder } from './recorder/recorder';
import { ProgramTags } from './destination/rtmp/program-tags';
import type { TsHub } from './ts-hub';

export interface OutputSetOptions {
  hub: TsHub;
  /** Called in order, each after the one before has resolved. */
  saveRecording: (part: RecordingPart) => Promise<unknown>;
  recordingsDir: string;
  hlsDir: string;
  ffmpegPath: string;
  checkAddress: (url: string) => Promise<DestinationCheck>;
  /** Media time at which the present run on the air began, ms. */
  streamBeganMs: () => number;
  onProblem: (message: string) => void;
}

interface Running {
  label: string;
  /** What it was built from; another value means: stop it and build a new one. */
  key: string;
  /** Of a destination: where its server is. */
  host: string | null;
  output: Output;
}

interface Wanted extends Pick<Running, 'label' | 'key'> {
  host?: string;
  build: () => Output;
}

/**
 * The outputs of one program that come and go while it runs: destinations and the recording. Each is replaced
 * alone.
 */
export class OutputSet {
  readonly #options: OutputSetOptions;
  readonly #running = new Map<string, Running>();
  #closing: Promise<void> = Promise.resolve();
  readonly #parts: PartReports;
  readonly #tags: ProgramTags;

  constructor(options: OutputSetOptions) {
    this.#options = options;
    this.#parts = new PartReports(options.saveRecording, options.onProblem);
    this.#tags = new ProgramTags(options.hub);
  }

  /** Starts what should run and does not, stops what runs and should not, leaves the others untouched. */
  update(desired: ProgramDesired): void {
    const wanted = new Map(desired.status === 'live' ? this.#wantedBy(desired) : []);
    for (const [id, running] of this.#running) {
      // With another run on the air, or none, the one before is over.
      if (wanted.get(id)?.key !== running.key) this.#remove(id, running, true);
    }
    for (const [id, { label, key, host = null, build }] of wanted) {
      if (this.#running.has(id)) continue;
      const output = build();
      this.#running.set(id, { label, key, host, output });
      output.start();
    }
  }

  /** @param factsOf what a destination's platform said last; null where it did not answer lately */
  entries(factsOf: (destinationId: string) => PlatformFacts | null = () => null): OutputEntry[] {
    const all = [...this.#running.values()];
    const neighbours = all.map(asNeighbour).filter((one) => one !== null);
    return [...this.#running].map(([output, running]) => {
      const own = asNeighbour(running);
      const others = own ? othersOf(own, neighbours) : undefined;
      return { output, label: running.label, status: running.output.status(others, own && factsOf(output)) };
    });
  }

  /**
   * Stops all; `update` brings back what is wanted. Resolves when the last of them is closed and saved.
   *
   * @param over the run on the air is over; otherwise another worker may go on with it
   */
  async stopAll(over: boolean): Promise<void> {
    for (const [id, running] of this.#running) this.#remove(id, running, over);
    await this.#closing;
    await this.#parts.settled();
  }

  #remove(id: string, { output }: Running, over: boolean): void {
    this.#running.delete(id);
    const closed = over && output.end ? output.end() : output.stop();
    this.#closing = Promise.all([this.#closing, closed]).then(() => undefined);
  }

  #wantedBy(desired: ProgramDesired): [string, Wanted][] {
    const { hub, checkAddress, streamBeganMs, ffmpegPath } = this.#options;
    const destinations = desired.destinations
      .filter((destination) => destination.enabled)
      .map((destination): [string, Wanted] => [
        destination.id,
        {
          label: destination.label,
          key: connectionKey(destination),
          host: hostOf(destination.url),
          build: () =>
            new DestinationSupervisor(destination, {
              program: { hub, tags: this.#tags, encoding: desired.encoding, originMs: streamBeganMs() },
              checkAddress,
              ffmpegPath,
            }),
        },
      ]);
    const { streamId, eventId, streamElapsedMs } = desired;
    if (!streamId) return destinations;
    const hls = () =>
      new HlsOutput({
        id: 'hls',
        hub,
        directory: join(this.#options.hlsDir, eventId, streamId),
        // One a second and not one in two: above every number that another machine can have come to.
        firstSequence: Math.floor((streamElapsedMs ?? 0) / 1000),
      });
    return [
      ...destinations,
      ['hls', { label: 'Watch page (HLS)', key: streamId, build: hls }],
      ['recording', { label: 'Recording', key: streamId, build: () => this.#recorder(eventId, streamId) }],
    ];
  }

  #recorder(eventId: string, streamId: string): Recorder {
    const { hub, ffmpegPath, recordingsDir } = this.#options;
    const folder = join(eventId, streamId);
    return new Recorder({
      id: 'recording',
      hub,
      directory: join(recordingsDir, folder),
      ffmpegPath,
      onPart: ({ file, startedAt, mediaStartMs, bytes, endedAt }) => {
        // The list knows no absolute paths: the folder of recordings may be moved (app/domain/recordings).
        const listed = join(folder, basename(file));
        this.#parts.add({ streamId, file: listed, startedAt, mediaStartMs, bytes, endedAt });
      },
    });
  }
}

function asNeighbour({ host, output }: Running): Neighbour | null {
  const health = output.health?.();
  return health && host !== null ? { host, state: health.state, failure: health.failure } : null;
}

function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
}
