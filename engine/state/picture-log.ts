import type { PictureTrouble, Severity } from '../../contract/vocabulary';
import type { EngineStore } from './engine-store';

/** A quiet pitch stands still every other moment: one line a minute for each camera is enough. */
const AGAIN_AFTER_MS = 60_000;

const SENTENCES: Record<PictureTrouble, (label: string) => string> = {
  still: (label) =>
    `${label} is on the air and its picture stands still. Look at the phone, or cut to another.`,
  black: (label) => `${label} is on the air and its picture is black. Is its lens covered? Cut to another.`,
};

interface Line {
  cameraId: string;
  severity: Severity;
  text: string;
}

/** Logs that the picture of the on-air camera stands still or is black, and that it lives again. */
export class PictureLog {
  readonly #store: Pick<EngineStore, 'line'>;
  readonly #now: () => number;
  readonly #warnedAtMs = new Map<string, number>();
  /** What was noted last: a camera and what is wrong with it, or null. */
  #noted: string | null = null;
  /** The camera of the last warning, until its picture lives again. */
  #warned: string | null = null;
  #waiting: Line[] = [];

  constructor(store: Pick<EngineStore, 'line'>, now: () => number = () => performance.now()) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Called at each change, and as often as one likes in between.
   * @param trouble null: all is well with the camera that is on the air now
   */
  note(
    camera: { id: string; label: string; mayStandStill?: boolean } | null,
    trouble: PictureTrouble | null,
  ): void {
    const noted = camera && trouble && `${camera.id} ${trouble}`;
    if (noted === this.#noted || (noted && !this.#mayWarn(noted))) return;
    this.#noted = noted;
    if (noted) {
      this.#warnedAtMs.set(noted, this.#now());
      this.#warned = camera.id;
      this.#add(camera.id, 'warning', SENTENCES[trouble](camera.label));
      return;
    }
    // After a cut there is nothing to say about the one before, and nothing where the director marked it.
    if (camera && camera.id === this.#warned && !camera.mayStandStill)
      this.#add(camera.id, 'info', `${camera.label} shows a living picture again.`);
    this.#warned = null;
  }

  #mayWarn(noted: string): boolean {
    return this.#now() - (this.#warnedAtMs.get(noted) ?? Number.NEGATIVE_INFINITY) >= AGAIN_AFTER_MS;
  }

  #add(cameraId: string, severity: Severity, text: string): void {
    this.#waiting.push({ cameraId, severity, text });
  }

  /** Rejects when the database is away; only the last line is tried again then. */
  async write(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = [];
    try {
      for (const { severity, text, cameraId } of lines)
        await this.#store.line('camera', severity, text, { cameraId });
    } catch (error) {
      if (this.#waiting.length === 0) this.#waiting = lines.slice(-1);
      throw error;
    }
  }
}
