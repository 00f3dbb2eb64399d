import type { Logger } from 'pino';
import { purpose, withClaims } from '../../db/claims';
import { ENGINE_OFF, readEngine, readTelemetry, readTransfers } from '../../db/queries/telemetry';
import type { Telemetry, ViewerNumbers } from '../../contract/messages';
import type { SteadyPool } from './steady-pool.server';
import { withTimeout } from './within';

const EVERY_MS = 1_000;
const LIMIT_MS = 2_000;
/** The sentence of F4, for whoever wants to cut now. */
const FROZEN_REASON =
  'The database does not answer. The program goes on; cutting is frozen until it is back.';

export interface TelemetryOptions {
  pool: SteadyPool;
  log: Logger;
  /** Events that some of the crew watch through this process. */
  eventIds: () => string[];
  viewers: (eventId: string) => ViewerNumbers;
  healthy: () => boolean;
  send: (eventId: string, telemetry: Telemetry) => void;
}

type Measured = Omit<Telemetry, 'viewers' | 'control'>;

/** Once a second the last values of each watched event, out of one transaction for all of them. */
export class TelemetryLoop {
  readonly #options: TelemetryOptions;
  readonly #timer: NodeJS.Timeout;
  #last: ReadonlyMap<string, Measured> = new Map();
  #reading = false;

  constructor(options: TelemetryOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#round(), EVERY_MS);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Sends what is known now, without asking the database: it may be what is not answering. */
  tell(): void {
    for (const eventId of this.#options.eventIds()) this.#options.send(eventId, this.of(eventId));
  }

  of(eventId: string): Telemetry {
    const healthy = this.#options.healthy();
    return {
      ...(this.#last.get(eventId) ?? { cameras: {}, engine: ENGINE_OFF }),
      viewers: this.#options.viewers(eventId),
      control: healthy ? { ok: true, reason: null } : { ok: false, reason: FROZEN_REASON },
    };
  }

  async #round(): Promise<void> {
    const eventIds = this.#options.eventIds();
    if (eventIds.length === 0 || this.#reading) return;
    this.#reading = true;
    try {
      this.#last = await withTimeout(LIMIT_MS, this.#read(eventIds), 'telemetry');
    } catch (error) {
      this.#options.log.debug({ err: error }, 'telemetry was not read');
    } finally {
      this.#reading = false;
    }
    this.tell();
  }

  #read(eventIds: string[]): Promise<Map<string, Measured>> {
    return withClaims(this.#options.pool.sql, purpose('reconcile'), async (tx) => {
      const [cameras, engines, outputs] = await Promise.all([
        readTelemetry(tx, eventIds),
        readEngine(tx, eventIds),
        readTransfers(tx, eventIds),
      ]);
      return new Map(
        eventIds.map((eventId) => [
          eventId,
          {
            cameras: cameras.get(eventId) ?? {},
            engine: engines.get(eventId) ?? ENGINE_OFF,
            outputs: outputs.get(eventId) ?? {},
          },
        ]),
      );
    });
  }
}
