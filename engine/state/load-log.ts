import type { EngineStore } from './engine-store';

/** A program at less than this share of its rate is seen to stutter (safety F32). */
const FULL_SHARE = 0.95;
/** One report a second; a single slow second is no load. */
const AFTER_REPORTS = 3;
const OVER_AFTER_REPORTS = 10;

/** Logs that this machine is too busy to make every picture of the program, and that it makes them again. */
export class LoadLog {
  readonly #store: Pick<EngineStore, 'line'>;
  #reports = 0;
  #busy = false;
  #waiting: { isOver: boolean; text: string } | null = null;

  constructor(store: Pick<EngineStore, 'line'>) {
    this.#store = store;
  }

  /** Called once a second, with the pictures of the last one. */
  note(fps: number, rate: number): void {
    const isSlow = fps < rate * FULL_SHARE;
    this.#reports = isSlow === this.#busy ? 0 : this.#reports + 1;
    if (this.#reports < (this.#busy ? OVER_AFTER_REPORTS : AFTER_REPORTS)) return;
    this.#reports = 0;
    this.#busy = isSlow;
    const text = isSlow
      ? `This machine is too busy: the program has ${Math.round(fps)} of ${rate} pictures a second. Close other programs on it.`
      : 'The program has all its pictures again.';
    this.#waiting = { isOver: !isSlow, text };
  }

  /** Rejects when the database is away; the last line is tried again then. */
  async write(): Promise<void> {
    const line = this.#waiting;
    if (!line) return;
    await this.#store.line('encoder', line.isOver ? 'info' : 'warning', line.text);
    if (this.#waiting === line) this.#waiting = null;
  }
}
