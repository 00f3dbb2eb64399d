import type { OutputState } from '../../contract/vocabulary';
import type { OutputEntry, OutputStatus } from '../types';
import type { EngineStore } from './engine-store';

/** Figures of a quiet output are written this often; changes at once. */
const FIGURES_EVERY_MS = 2000;

const WORD: Record<OutputState, string> = {
  off: 'stopped',
  connecting: '',
  live: 'is live',
  stalled: 'stalled',
  reconnecting: 'is reconnecting',
  failed: 'failed',
};

interface Written {
  label: string;
  state: OutputState;
  verdict: string | null;
  bytes: number;
  atMs: number;
}

/** Writes what changed about the outputs, and logs each change of state for the director. */
export class OutputWatch {
  readonly #store: EngineStore;
  readonly #now: () => number;
  readonly #written = new Map<string, Written>();

  constructor(store: EngineStore, now: () => number = () => performance.now()) {
    this.#store = store;
    this.#now = now;
  }

  async write(entries: OutputEntry[]): Promise<void> {
    for (const entry of entries) await this.#writeOne(entry);
    for (const [output, before] of this.#written) {
      if (entries.some((entry) => entry.output === output)) continue;
      this.#written.delete(output);
      const off: OutputStatus = {
        state: 'off',
        sinceMs: this.#now(),
        bytes: before.bytes,
        retries: 0,
        verdict: null,
      };
      await this.#store.output(output, off, 0, `${before.label} stopped.`);
    }
  }

  async #writeOne({ output, label, status, quiet = false }: OutputEntry): Promise<void> {
    const now = this.#now();
    const before = this.#written.get(output);
    const changed = before?.state !== status.state || before.verdict !== status.verdict;
    if (!changed && now - before.atMs < FIGURES_EVERY_MS) return;
    const elapsedMs = before ? now - before.atMs : 0;
    const kbps = before && elapsedMs > 0 ? Math.max(0, ((status.bytes - before.bytes) * 8) / elapsedMs) : 0;
    this.#written.set(output, {
      label,
      state: status.state,
      verdict: status.verdict,
      bytes: status.bytes,
      atMs: now,
    });
    await this.#store.output(output, status, kbps, changed ? (quiet ? '' : sentence(label, status)) : null);
  }
}

/** '' when the pages show the change and the log leaves it out. */
function sentence(label: string, { state, verdict }: OutputStatus): string {
  if (WORD[state] === '') return '';
  if (!verdict) return `${label} ${WORD[state]}.`;
  // A platform's own words may begin with its name.
  return verdict.startsWith(`${label}: `) ? verdict : `${label}: ${verdict}`;
}
