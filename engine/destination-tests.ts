import type { Logger } from 'pino';
import type { DestinationFault } from '../core/destination-state';
import type { DestinationTestResult } from '../core/destination-test';
import { verdictOf } from '../core/destination-verdict';
import { encodingOf, readEventSettings } from '../core/event-settings';
import type { Bell } from '../db/bell';
import { withClaims } from '../db/claims';
import type { Sql } from '../db/connect';
import { finishTest, takeTest, type TakenTest } from '../db/queries/destination-tests';
import type { SecretBox } from '../db/secrets';
import { findDestination } from '../plugins';
import type { DestinationCheck } from '../plugins/address';
import { explainFault } from './outputs/explain-fault';
import { probe } from './outputs/rtmp/probe';

/** Somebody has pressed a button and waits. */
const LOOK_EVERY_MS = 500;
/** Each is one connection; a crew has a handful of destinations. */
const AT_ONCE = 4;

export interface DestinationTestsOptions {
  sql: Sql;
  bell: Bell;
  secrets: SecretBox;
  log: Logger;
  checkAddress: (url: string) => Promise<DestinationCheck>;
}

/** Tries destinations before the show, when the crew asks for it: by the code, the key and the checks that will run on the air. */
export class DestinationTests {
  readonly #options: DestinationTestsOptions;
  #timer: NodeJS.Timeout | undefined;
  #running = 0;
  #looking = false;

  constructor(options: DestinationTestsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#running >= AT_ONCE) return;
    this.#looking = true;
    try {
      const test = await withClaims(this.#options.sql, { kind: 'engine' }, takeTest);
      if (test) void this.#run(test);
    } catch {
      // The database is away, which the worker has told already; who asked is told that nobody answered.
    } finally {
      this.#looking = false;
    }
  }

  async #run(test: TakenTest): Promise<void> {
    this.#running++;
    try {
      const beganMs = performance.now();
      const fault = await this.#probe(test);
      const result = resultOf(test, fault, Math.round(performance.now() - beganMs));
      const seq = await withClaims(this.#options.sql, { kind: 'engine' }, (tx) =>
        finishTest(tx, test, result),
      );
      if (seq !== null) this.#options.bell.ring(test.eventId, seq);
    } catch (error) {
      this.#options.log.warn(
        { err: error, destination: test.destinationId },
        'a test of a destination was lost',
      );
    } finally {
      this.#running--;
    }
  }

  async #probe({
    destinationId,
    plugin,
    settings,
    sealed,
    eventSettings,
  }: TakenTest): Promise<DestinationFault | null> {
    const kind = findDestination(plugin);
    if (!kind) return 'internal';
    const key = sealed ? this.#options.secrets.open(`destination:${destinationId}`, sealed) : '';
    return probe({
      url: kind.ingest(settings).url,
      key,
      encoding: encodingOf(readEventSettings(eventSettings).encoding),
      checkAddress: this.#options.checkAddress,
    });
  }
}

function resultOf(
  { plugin }: TakenTest,
  fault: DestinationFault | null,
  tookMs: number,
): DestinationTestResult {
  if (fault === null) {
    return {
      ok: true,
      text: 'The server takes the program with this key.',
      side: null,
      remedy: null,
      tookMs,
    };
  }
  const symptom = {
    state: 'failed',
    fault,
    failures: 1,
    onBackup: false,
    others: 'none',
    platform: null,
  } as const;
  const verdict = verdictOf(symptom, explainFault(plugin, fault));
  return {
    ok: false,
    text: verdict?.text ?? 'The test failed.',
    side: verdict?.side ?? null,
    remedy: verdict?.remedy ?? null,
    tookMs,
  };
}
