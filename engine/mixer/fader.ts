/** About what a person takes to press the key again: short, but seen as a fade and not as an error. */
const FADE_MS = 300;

/** Fade to black and back, by the same share at each tick. */
export class Fader {
  #steps: number;
  readonly #full: number;

  constructor(fps: number) {
    this.#full = Math.round((FADE_MS * fps) / 1000);
    this.#steps = this.#full;
  }

  /** Level of this tick: 1 is the program, 0 is black and silent. */
  next(faded: boolean): number {
    this.#steps = Math.max(0, Math.min(this.#full, this.#steps + (faded ? -1 : 1)));
    return this.#steps / this.#full;
  }
}
