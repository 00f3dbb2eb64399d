import type { Logger } from 'pino';
import { purpose, withClaims } from '../../../db/claims';
import {
  ENGINE_OFF,
  readEngine,
  readTelemetry,
  readTransfers,
  writePhoneTelemetry,
} from '../../../db/queries/telemetry';
import type { Telemetry, PhoneTelemetry } from '../../../contract/messages';
import type { Heartbeat } from '../heartbeat';
import type { StateFeed } from '../state-feed';
import type { ViewerCounts } from '../viewers/viewer-counts';
import type { ReplaceablePool } from '../replaceable-pool';
import { repeat } from '../../../core/time/repeat';
import { withTimeout } from '../../../core/time/with-timeout';
import type { CameraActor } from '../tickets';
import { type Io, socketRooms } from './io';

const EVERY_MS = 1_000;
const LIMIT_MS = 2_000;
/** The sentence of F4, shown to a director who wants to cut now. */
const FROZEN_REASON =
  'The database does not answer. The program goes on; cutting is frozen until it is back.';

export interface TelemetryOptions {
  io: Io;
  pool: ReplaceablePool;
  log: Logger;
  state: StateFeed;
  viewers: ViewerCounts;
  heartbeat: Heartbeat;
}

type Measured = Omit<Telemetry, 'viewers' | 'control'>;

/** Once a second the last values of each watched event, out of one transaction for all of them. */
export class TelemetryLoop {
  readonly #options: TelemetryOptions;
  readonly close: () => void;
  #last: ReadonlyMap<string, Measured> = new Map();

  constructor(options: TelemetryOptions) {
    this.#options = options;
    this.close = repeat(
      EVERY_MS,
      () => this.#round(),
      (err) => options.log.debug({ err }, 'telemetry was not read'),
    );
    options.heartbeat.onHealth(() => this.#sendAll());
  }

  of(eventId: string): Telemetry {
    const { viewers, heartbeat } = this.#options;
    return {
      ...(this.#last.get(eventId) ?? { cameras: {}, engine: ENGINE_OFF }),
      viewers: viewers.numbers(eventId),
      control: heartbeat.ok ? { ok: true, reason: null } : { ok: false, reason: FROZEN_REASON },
    };
  }

  /** Events that some of the crew watch through this process. */
  #watched(): string[] {
    const { io, state } = this.#options;
    const { rooms } = io.of('/').adapter;
    return state.eventIds.filter((eventId) => (rooms.get(socketRooms.crew(eventId))?.size ?? 0) > 0);
  }

  /** What is known now, without asking the database: it may be what is not answering. */
  #sendAll(): void {
    for (const eventId of this.#watched()) {
      this.#options.io.to(socketRooms.crew(eventId)).volatile.emit('telemetry', this.of(eventId));
    }
  }

  async #round(): Promise<void> {
    const eventIds = this.#watched();
    if (eventIds.length === 0) return;
    try {
      this.#last = await withTimeout(LIMIT_MS, this.#read(eventIds), 'telemetry');
    } finally {
      this.#sendAll();
    }
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

/** As often as a phone reports. */
const WRITE_EVERY_MS = 2_000;

/** The last values of the phones of this process, written every two seconds by each phone's own rights. */
export class PhoneTelemetryWriter {
  readonly #waiting = new Map<string, { actor: CameraActor; data: PhoneTelemetry }>();
  readonly close: () => void;

  constructor(
    private readonly pool: ReplaceablePool,
    private readonly log: Logger,
  ) {
    this.close = repeat(
      WRITE_EVERY_MS,
      () => this.#write(),
      (err) => log.debug({ err }, 'phone telemetry was not written'),
    );
  }

  heard(actor: CameraActor, data: PhoneTelemetry): void {
    this.#waiting.set(actor.cameraId, { actor, data });
  }

  async #write(): Promise<void> {
    const batch = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { actor, data } of batch) {
      const write = withClaims(this.pool.sql, actor, (tx) => writePhoneTelemetry(tx, actor, data));
      await withTimeout(LIMIT_MS, write, 'phone telemetry').catch((error: unknown) =>
        this.log.debug({ err: error }, 'a phone telemetry was lost'),
      );
    }
  }
}
