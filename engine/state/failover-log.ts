import type { FailoverReport, EngineStore } from './engine-store';

/**
 * Failovers that are not in Postgres yet. The engine switches at once and writes afterwards, one row after
 * the other; while the database is away only the latest matters, because its `seenSeq` still shows whether
 * the director has decided since.
 */
export class FailoverLog {
  readonly #store: Pick<EngineStore, 'failover'>;
  #pending: FailoverReport | null = null;
  /** The last row of ours: `program.seq` as the engine had it then, and as the row has left it. */
  #own: { seen: number; written: number } | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: Pick<EngineStore, 'failover'>) {
    this.#store = store;
  }

  add(change: FailoverReport): void {
    this.#pending = this.#pending ? joined(this.#pending, change) : change;
  }

  /** Rejects while the database does not answer; the change stays for the next call. */
  write(): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#next());
    return this.#writing;
  }

  async #next(): Promise<void> {
    const change = this.#pending;
    if (!change) return;
    this.#pending = null;
    try {
      // A camera that is back at once: the engine has not read its own row yet, and nobody else has decided.
      const seenSeq = this.#own?.seen === change.seenSeq ? this.#own.written : change.seenSeq;
      const written = await this.#store.failover({ ...change, seenSeq });
      if (written !== null) this.#own = { seen: change.seenSeq, written };
    } catch (error) {
      const later: FailoverReport | null = this.#pending;
      this.#pending = later ? joined(change, later) : change;
      throw error;
    }
  }
}

/** Two decisions as one, from where the first began; null where the second has undone the first. */
function joined(first: FailoverReport, second: FailoverReport): FailoverReport | null {
  if (first.seenSeq !== second.seenSeq) return second;
  const undone = first.by === 'ladder' && second.by === 'ladder' && first.from === second.to;
  return undone ? null : { ...second, from: first.from };
}
