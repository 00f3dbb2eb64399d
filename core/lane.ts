/** Gives a place back; harmless when called again. */
export type Leave = () => void;

/**
 * So many of one address are a page that many open at once, and are served in the order of their coming. More
 * are a flood, of which the newest is served first: a person of that address who asks for one thing does not
 * stand behind it.
 */
const CROWD = 100;

interface Address {
  atWork: number;
  waiting: (() => void)[];
}

/** Places for requests, shared in turn by the addresses that want one. */
export class Lane {
  readonly #byAddress = new Map<string, Address>();
  #atWork = 0;

  constructor(
    private readonly places: number,
    private readonly perAddress: number,
    private readonly waitMs: number,
  ) {}

  /** Waits for a place. Null when none came in time. */
  enter(key: string): Promise<Leave | null> {
    const address = this.#byAddress.get(key) ?? { atWork: 0, waiting: [] };
    this.#byAddress.set(key, address);
    return new Promise((resolve) => {
      const take = () => {
        clearTimeout(timer);
        this.#atWork += 1;
        address.atWork += 1;
        resolve(this.#leaver(key, address));
      };
      const timer = setTimeout(() => {
        address.waiting = address.waiting.filter((one) => one !== take);
        this.#forget(key, address);
        resolve(null);
      }, this.waitMs);
      address.waiting.push(take);
      this.#serve();
    });
  }

  #leaver(key: string, address: Address): Leave {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#atWork -= 1;
      address.atWork -= 1;
      this.#forget(key, address);
      this.#serve();
    };
  }

  #serve(): void {
    for (const [key, address] of this.#byAddress) {
      if (this.#atWork >= this.places) return;
      if (address.atWork >= this.perAddress) continue;
      const take = address.waiting.length > CROWD ? address.waiting.pop() : address.waiting.shift();
      if (!take) continue;
      // Behind all others, so that each address has its turn.
      this.#byAddress.delete(key);
      this.#byAddress.set(key, address);
      take();
    }
  }

  #forget(key: string, { atWork, waiting }: Address): void {
    if (atWork === 0 && waiting.length === 0) this.#byAddress.delete(key);
  }
}
