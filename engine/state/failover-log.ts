import type { FailoverReport, Report } from './report';

/**
 * Failovers that Postgres has not heard of yet. The engine switches at once and writes afterwards; while the database is
 * away only the latest matters, because its `seenSeq` still tells whether the director has decided since.
 */
export class FailoverLog {
  private pending: FailoverReport | null = null;

  constructor(private readonly report: Report) {}

  add(change: FailoverReport): void {
    const from = this.pending?.seenSeq === change.seenSeq ? this.pending.from : change.from;
    this.pending = { ...change, from };
  }

  /** Rejects while the database does not answer; the change is kept for the next call. */
  async write(): Promise<void> {
    const change = this.pending;
    if (!change) return;
    await this.report.failover(change);
    if (this.pending === change) this.pending = null;
  }
}
