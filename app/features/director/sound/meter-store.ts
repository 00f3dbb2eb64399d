import type { EnginePackets } from '../../../../contract/packets';

type Meters = EnginePackets['meters'];
export type LoudnessNow = EnginePackets['loudness'];

/** Meters come every 67 ms; after so long without one nothing measures any more. */
const STALE_MS = 1_000;
const LINE_SECONDS = 600;

/**
 * The last levels and loudness that the engine sent. Meters are drawn by whoever listens, without React: 15
 * times a second for every source would render the page for nothing else. Loudness comes once a second.
 */
export class MeterStore {
  readonly #drawers = new Set<(meters: Meters | null) => void>();
  readonly #listeners = new Set<() => void>();
  #loudness: LoudnessNow | null = null;
  #line: readonly (number | null)[] = [];
  /** For a meter that begins to draw. */
  last: Meters | null = null;
  #stale: ReturnType<typeof setTimeout> | undefined;

  /** A packet of the cameras' room. */
  readonly receive = (topic: string | undefined, payload: Uint8Array): void => {
    if (topic === 'meters') this.#drawAll(JSON.parse(new TextDecoder().decode(payload)));
    else if (topic === 'loudness') this.#hear(JSON.parse(new TextDecoder().decode(payload)));
  };

  /** Calls `draw` for each packet, and with null when none come any more. @returns what ends it */
  onMeters(draw: (meters: Meters | null) => void): () => void {
    this.#drawers.add(draw);
    return () => this.#drawers.delete(draw);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Null while nothing measures. */
  readonly loudness = (): LoudnessNow | null => this.#loudness;

  /** Short-term loudness of the last ten minutes by the second, the newest last. */
  readonly line = (): readonly (number | null)[] => this.#line;

  #drawAll(meters: Meters): void {
    clearTimeout(this.#stale);
    this.#stale = setTimeout(() => this.#end(), STALE_MS);
    this.last = meters;
    for (const draw of this.#drawers) draw(meters);
  }

  #hear(loudness: LoudnessNow): void {
    this.#loudness = loudness;
    this.#line = loudness.line ?? [...this.#line, loudness.shortTerm].slice(-LINE_SECONDS);
    for (const listener of this.#listeners) listener();
  }

  #end(): void {
    this.#loudness = this.last = null;
    for (const draw of this.#drawers) draw(null);
    for (const listener of this.#listeners) listener();
  }
}
