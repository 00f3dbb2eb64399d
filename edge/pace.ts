import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** As long as a lane lets wait. */
const WAIT_MS = 12_000;
/** Above what a full hall behind one address asks for while it watches. */
export const PAGES = { perS: 300, burst: 900 } as const;
const FORGET_EVERY_MS = 10_000;

/**
 * How many requests a second of one address go on to the web processes. More of them wait for their turn: in
 * places of lanes alone, a few hundred connections that ask again at once keep edge and web process busy for
 * as long as they like, and a cut finds all of them in front of it.
 */
export class Pace {
  /** When the next request of an address would have its turn, had it never rested. */
  readonly #turns = new Map<string, number>();

  /**
   * @param perS of each address, on average
   * @param burst so many at once after a rest: a hall that opens a page
   */
  constructor(
    private readonly perS: number,
    private readonly burst: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    setInterval(() => this.#forget(), FORGET_EVERY_MS).unref();
  }

  /** False when its turn is too far away, or its client has gone before. */
  async turn(key: string, res: ServerResponse): Promise<boolean> {
    const waitMs = this.waitFor(key);
    if (waitMs === 0) return true;
    const gone = new AbortController();
    const leave = () => gone.abort();
    res.once('close', leave);
    const came = waitMs <= WAIT_MS && (await wait(waitMs, true, { signal: gone.signal }).catch(() => false));
    res.off('close', leave);
    // Who comes and goes takes no turns of others of the same address.
    if (!came) this.#turns.set(key, (this.#turns.get(key) ?? 0) - 1000 / this.perS);
    return came;
  }

  /** Takes the next turn. @returns ms until then */
  waitFor(key: string): number {
    const now = this.now();
    const rested = now - (this.burst * 1000) / this.perS;
    const turn = Math.max(this.#turns.get(key) ?? rested, rested) + 1000 / this.perS;
    this.#turns.set(key, turn);
    return Math.max(0, turn - now);
  }

  #forget(): void {
    const rested = this.now() - (this.burst * 1000) / this.perS;
    for (const [key, turn] of this.#turns) if (turn < rested) this.#turns.delete(key);
  }
}
