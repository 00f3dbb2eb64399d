interface Entry<T> {
  value: Promise<T>;
  atMs: number;
}

/** Keeps what was loaded for a moment, so that many who ask for the same cost one load. */
export class TtlCache<T> {
  readonly #entries = new Map<string, Entry<T>>();

  /** @param max entries; the oldest leave first */
  constructor(
    private readonly forMs: number,
    private readonly max: number,
  ) {}

  /** Who asks during a load waits for it. A load that fails is not kept: made-up keys push nothing out. */
  get(key: string, load: () => Promise<T>): Promise<T> {
    const found = this.#entries.get(key);
    const now = performance.now();
    if (found && now - found.atMs <= this.forMs) return found.value;
    const entry = { value: load(), atMs: now };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.value.then(
      () => this.#trim(),
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry.value;
  }

  #trim(): void {
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.max) return;
      this.#entries.delete(oldest);
    }
  }
}
