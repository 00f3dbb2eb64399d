import type { Logger } from 'pino';
import { purpose, withClaims } from '../../../db/claims';
import { insertSample, raisePeak } from '../../../db/queries/audience';
import type { ViewerNumbers } from '../../../contract/messages';
import type { SteadyPool } from '../steady-pool.server';
import { withTimeout } from '../within';

/** 540 rows for a match of 90 minutes; minutes watched are summed from them. */
const SAMPLE_EVERY_MS = 10_000;
const LIMIT_MS = 2_000;

interface Kept {
  streamId: string | null;
  sampledAt: number;
  /** The highest number since it was last written. */
  peak: number;
}

/** Puts down how many watch a live event: a sample every ten seconds, and its peak within a second. */
export class Samples {
  readonly #events = new Map<string, Kept>();

  constructor(
    private readonly pool: SteadyPool,
    private readonly log: Logger,
  ) {}

  /** A number that was told, whenever it was. */
  counted(eventId: string, { total }: ViewerNumbers): void {
    const kept = this.#of(eventId);
    kept.peak = Math.max(kept.peak, total);
  }

  /** Looks whether something has to be written. Called about once a second. */
  async look(eventId: string, streamId: string, numbers: ViewerNumbers): Promise<void> {
    const kept = this.#of(eventId);
    if (kept.streamId !== streamId) {
      // Another time on the air begins its own peak, with those who wait for it.
      Object.assign(kept, { streamId, sampledAt: -Infinity, peak: numbers.total });
    }
    const { page, embed, platforms } = numbers;
    const now = performance.now();
    const due = now - kept.sampledAt >= SAMPLE_EVERY_MS;
    const { peak } = kept;
    if (!due && peak === 0) return;
    const work = withClaims(this.pool.sql, purpose('reconcile'), async (tx) => {
      if (due) await insertSample(tx, { streamId, eventId, page, embed, platforms });
      if (peak > 0) await raisePeak(tx, streamId, peak);
    });
    try {
      await withTimeout(LIMIT_MS, work, 'a sample');
      if (due) kept.sampledAt = now;
      // What came meanwhile is written next time.
      if (kept.peak === peak) kept.peak = 0;
    } catch (error) {
      this.log.debug({ err: error, eventId }, 'a sample was not written');
    }
  }

  forget(eventId: string): void {
    this.#events.delete(eventId);
  }

  #of(eventId: string): Kept {
    const known = this.#events.get(eventId);
    if (known) return known;
    const kept: Kept = { streamId: null, sampledAt: -Infinity, peak: 0 };
    this.#events.set(eventId, kept);
    return kept;
  }
}
