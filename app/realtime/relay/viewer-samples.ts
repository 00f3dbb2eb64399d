import type { Logger } from 'pino';
import { purpose, withClaims } from '../../../db/claims';
import { insertSample, raisePeak } from '../../../db/queries/presence';
import type { ViewerNumbers } from '../../../contract/messages';
import type { ReplaceablePool } from '../replaceable-pool';
import { withTimeout } from '../../../core/time/with-timeout';

/** 540 rows for a match of 90 minutes; minutes watched are summed from them. */
const SAMPLE_EVERY_MS = 10_000;
const LIMIT_MS = 2_000;

interface Tracked {
  streamId: string | null;
  sampledAt: number;
  /** The highest number since it was last written. */
  peak: number;
}

/** Records how many watch a live event: a sample every ten seconds, and its peak within a second. */
export class ViewerSamples {
  readonly #events = new Map<string, Tracked>();

  constructor(
    private readonly pool: ReplaceablePool,
    private readonly log: Logger,
  ) {}

  /** A number was announced. */
  counted(eventId: string, { total }: ViewerNumbers): void {
    const tracked = this.#of(eventId);
    tracked.peak = Math.max(tracked.peak, total);
  }

  /** Looks whether something has to be written. Called about once a second. */
  async look(eventId: string, streamId: string, numbers: ViewerNumbers): Promise<void> {
    const tracked = this.#of(eventId);
    if (tracked.streamId !== streamId) {
      // Another time on the air begins its own peak, with those who wait for it.
      Object.assign(tracked, { streamId, sampledAt: -Infinity, peak: numbers.total });
    }
    const { page, embed, platforms } = numbers;
    const now = performance.now();
    const due = now - tracked.sampledAt >= SAMPLE_EVERY_MS;
    const { peak } = tracked;
    if (!due && peak === 0) return;
    const work = withClaims(this.pool.sql, purpose('reconcile'), async (tx) => {
      if (due) await insertSample(tx, { streamId, eventId, page, embed, platforms });
      if (peak > 0) await raisePeak(tx, streamId, peak);
    });
    try {
      await withTimeout(LIMIT_MS, work, 'a sample');
      if (due) tracked.sampledAt = now;
      // What came meanwhile is written next time.
      if (tracked.peak === peak) tracked.peak = 0;
    } catch (error) {
      this.log.debug({ err: error, eventId }, 'a sample was not written');
    }
  }

  forget(eventId: string): void {
    this.#events.delete(eventId);
  }

  #of(eventId: string): Tracked {
    const known = this.#events.get(eventId);
    if (known) return known;
    const tracked: Tracked = { streamId: null, sampledAt: -Infinity, peak: 0 };
    this.#events.set(eventId, tracked);
    return tracked;
  }
}
