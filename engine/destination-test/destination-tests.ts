import type { Logger } from 'pino';
import type { DestinationTestResult } from '../../contract/destinations';
import type { TestStage } from '../../contract/vocabulary';
import type { DestinationFailure } from '../../core/destination-state';
import { diagnose } from '../../core/diagnosis';
import { encodingOf, readEventSettings } from '../../core/event-settings';
import { commit, type EventTx } from '../../db/commit';
import type { Sql } from '../../db/connect';
import type { Doorbell } from '../../db/doorbell';
import {
  finishTest,
  keepQueued,
  saveTestProgress,
  type TakenTest,
  takeTest,
} from '../../db/queries/destination-tests';
import type { SecretBox } from '../../db/secrets';
import { findDestination } from '../../plugins/destinations';
import type { DestinationCheck } from '../../plugins/address';
import { explainFailure } from '../outputs/destination/connection';
import { resolveDestination } from '../state/read-desired';
import { probe, tryWithPictures } from './try-with-pictures';

/** A person waits for the answer. */
const LOOK_EVERY_MS = 500;
/** Each is one connection; a crew has a handful of destinations. */
const AT_ONCE = 4;
/** It runs an encoder as well, on a machine that may have another show on the air. */
const WITH_PICTURES_AT_ONCE = 1;
const KEEP_EVERY_MS = 1_000;

export interface DestinationTestsOptions {
  sql: Sql;
  doorbell: Doorbell;
  secrets: SecretBox;
  log: Logger;
  ffmpegPath: string;
  checkAddress: (url: string) => Promise<DestinationCheck>;
}

/**
 * Tests destinations on the crew's request, before the event: with the code, key and checks that are used on
 * the air.
 */
export class DestinationTests {
  readonly #options: DestinationTestsOptions;
  #timer: NodeJS.Timeout | undefined;
  readonly #running = new Set<{ pictures: boolean; stop: AbortController }>();
  #looking = false;

  constructor(options: DestinationTestsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  /** Ends running tests too; the crew reads that no engine answered. */
  stop(): void {
    clearInterval(this.#timer);
    for (const { stop } of this.#running) stop.abort();
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const withPictures = [...this.#running].filter(({ pictures }) => pictures).length;
      const test = await this.#write(async (tx) => {
        const free = this.#running.size < AT_ONCE;
        const taken = free ? await takeTest(tx, withPictures < WITH_PICTURES_AT_ONCE) : null;
        if (this.#running.size > 0) await keepQueued(tx);
        return taken;
      });
      if (test) void this.#run(test);
    } catch {
      // The database is away: the worker logs that, and the crew reads that no engine answered.
    } finally {
      this.#looking = false;
    }
  }

  async #run(test: TakenTest): Promise<void> {
    const stop = new AbortController();
    const running = { pictures: test.pictures, stop };
    this.#running.add(running);
    const beganMs = performance.now();
    const tookMs = (): number => Math.round(performance.now() - beganMs);
    // Null once the destination was changed, tested again or went on the air: then this test ends.
    let stage: TestStage | null = 'connecting';
    const keep = async (): Promise<void> => {
      if (stage === null) return;
      const saved = await this.#write((tx) => saveTestProgress(tx, test, stage ?? 'connecting')).catch(
        () => null,
      );
      if (saved?.wanted !== false) return;
      stage = null;
      stop.abort();
    };
    const keeping = setInterval(() => void keep(), KEEP_EVERY_MS);
    const onSending = (): void => {
      stage = 'sending';
      void keep();
    };
    try {
      await keep();
      const outcome = await this.#try(test, onSending, stop.signal);
      // This engine stops: nothing was found out.
      if (stop.signal.aborted && stage !== null) return;
      const result =
        stage === null ? endedByAir(tookMs()) : testResult(test.plugin, { ...outcome, tookMs: tookMs() });
      await this.#write((tx) => finishTest(tx, test, result));
    } catch (error) {
      this.#options.log.warn({ err: error, destination: test.id }, 'a test of a destination was lost');
    } finally {
      clearInterval(keeping);
      this.#running.delete(running);
    }
  }

  async #try(test: TakenTest, onSending: () => void, signal: AbortSignal): Promise<Omit<Outcome, 'tookMs'>> {
    const { checkAddress, ffmpegPath, secrets } = this.#options;
    const plugin = findDestination(test.plugin);
    const destination = resolveDestination(secrets, test);
    if (!plugin || !destination || signal.aborted) return { failure: 'internal', kbps: null };
    if (destination.unreadable) return { failure: 'unreadable-key', kbps: null };
    const encoding = encodingOf(readEventSettings(test.eventSettings).encoding);
    if (!test.pictures) {
      const { url, key } = destination;
      return { failure: await probe({ url, key, encoding, checkAddress }), kbps: null };
    }
    const key = plugin.test.key?.(destination.key) ?? destination.key;
    const { title } = test;
    return tryWithPictures(
      { ...destination, key },
      { title, encoding, ffmpegPath, checkAddress, onSending, signal },
    );
  }

  #write<T>(work: (tx: EventTx) => Promise<T>): Promise<T> {
    return commit(this.#options, { kind: 'engine' }, work);
  }
}

export interface Outcome {
  /** Null: the server takes it. */
  failure: DestinationFailure | null;
  /** What the server took; null where no pictures were sent. */
  kbps: number | null;
  tookMs: number;
}

/** The result of a test as one sentence, with what to do. */
export function testResult(plugin: string, { failure, kbps, tookMs }: Outcome): DestinationTestResult {
  if (failure === null) {
    const text =
      kbps === null
        ? 'The server takes the program with this key.'
        : `The server took ten seconds of pictures with this key, ${(kbps / 1000).toFixed(1)} Mbit/s.`;
    return { ok: true, text, side: null, remedy: null, tookMs };
  }
  const verdict = diagnose(
    {
      ...{ state: 'failed', failure, failures: 1, liveMs: 0 },
      ...{ server: 'only', wanted: 'first', others: 'none', platform: null },
    },
    explainFailure(plugin, failure),
  );
  return {
    ok: false,
    text: verdict?.text ?? 'The test failed.',
    side: verdict?.side ?? null,
    remedy: verdict?.remedy ?? null,
    tookMs,
  };
}

/** The event went live meanwhile: two connections under one key would end each other. */
export function endedByAir(tookMs: number): DestinationTestResult {
  const text = 'It goes on the air now, so the test ended. Its state says how it does.';
  return { ok: false, text, side: null, remedy: null, tookMs };
}
