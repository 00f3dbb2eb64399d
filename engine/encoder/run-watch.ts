/** At most this long without output while pictures are offered. Twice what a loaded machine was seen to pause. */
const SILENT_S = 1.2;
/** Until the first output: starting ffmpeg and both encoders on a loaded machine. */
const STARTING_S = 2.5;

/**
 * Judges whether a running encoder works, by pictures taken in and bytes given out. It counts pictures offered and not time, so
 * that a pause of our own process is not taken for one of ffmpeg.
 */
export class RunWatch {
  #silentLimit: number;
  #startingLimit: number;
  #offeredSinceOutput = 0;
  #offeredSinceTaken = 0;
  #taken = 0;
  #gaveAnything = false;

  constructor(fps: number) {
    this.#silentLimit = SILENT_S * fps;
    this.#startingLimit = STARTING_S * fps;
  }

  begin(): void {
    this.#offeredSinceOutput = this.#offeredSinceTaken = this.#taken = 0;
    this.#gaveAnything = false;
  }

  offered(): void {
    this.#offeredSinceOutput++;
    this.#offeredSinceTaken++;
  }

  gave(): void {
    this.#offeredSinceOutput = 0;
    this.#gaveAnything = true;
  }

  isHung(picturesTaken: number): boolean {
    if (picturesTaken !== this.#taken) {
      this.#taken = picturesTaken;
      this.#offeredSinceTaken = 0;
    }
    const limit = this.#gaveAnything ? this.#silentLimit : this.#startingLimit;
    return this.#offeredSinceOutput > limit || this.#offeredSinceTaken > limit;
  }
}
