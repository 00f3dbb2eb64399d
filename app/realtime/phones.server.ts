import type { Logger } from 'pino';
import { withClaims } from '../../db/claims';
import { writePhoneTelemetry } from '../../db/queries/telemetry';
import type { PhoneTelemetry } from '../../contract/messages';
import type { SteadyPool } from './steady-pool.server';
import type { CameraActor } from './tickets.server';
import { withTimeout } from './within';

const EVERY_MS = 2_000;
const LIMIT_MS = 2_000;

/** The last values of the phones of this process, written every two seconds by each phone's own rights. */
export class Phones {
  readonly #waiting = new Map<string, { actor: CameraActor; data: PhoneTelemetry }>();
  readonly #timer: NodeJS.Timeout;
  #writing = false;

  constructor(
    private readonly pool: SteadyPool,
    private readonly log: Logger,
  ) {
    this.#timer = setInterval(() => void this.#write(), EVERY_MS);
  }

  heard(actor: CameraActor, data: PhoneTelemetry): void {
    this.#waiting.set(actor.cameraId, { actor, data });
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    const batch = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { actor, data } of batch) {
      const write = withClaims(this.pool.sql, actor, (tx) => writePhoneTelemetry(tx, actor, data));
      await withTimeout(LIMIT_MS, write, 'phone telemetry').catch((error: unknown) =>
        this.log.debug({ err: error }, 'a phone telemetry was lost'),
      );
    }
    this.#writing = false;
  }
}
