import { Coalesced } from '../../../core/time/coalesce';
import type { RecordingPart } from '../../../db/queries/recordings';

/**
 * Writes what is known of the parts of a recording, one at a time. Of each part only the last report is kept,
 * so that an hour without the database costs no more than a minute; one that could not be written is tried
 * again with the next.
 */
export class PartReports {
  /** By file. */
  readonly #unsaved = new Map<string, RecordingPart>();
  readonly #saving = new Coalesced(() => this.#save());

  constructor(
    private readonly save: (part: RecordingPart) => Promise<unknown>,
    private readonly onProblem: (message: string) => void,
  ) {}

  add(part: RecordingPart): void {
    this.#unsaved.set(part.file, part);
    void this.#saving.run();
  }

  /** Resolves when all that was added has been written, or could not be. */
  settled(): Promise<void> {
    return this.#unsaved.size === 0 && !this.#saving.running ? Promise.resolve() : this.#saving.run();
  }

  async #save(): Promise<void> {
    for (const file of [...this.#unsaved.keys()]) {
      const part = this.#unsaved.get(file);
      if (!part) continue;
      this.#unsaved.delete(file);
      try {
        await this.save(part);
      } catch {
        if (!this.#unsaved.has(file)) this.#unsaved.set(file, part);
        this.onProblem('A part of the recording is on the disk and not yet in the list.');
      }
    }
  }
}
