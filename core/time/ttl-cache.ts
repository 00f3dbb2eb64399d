import { LRUCache } from 'lru-cache';

interface Load<T> {
  value: Promise<T>;
  start: number;
}

/** Keeps what was loaded for a moment, so that many who ask for the same cost one load. */
export class TtlCache<T> {
  readonly #loads = new Map<string, Load<T>>();
  readonly #kept: LRUCache<string, Load<T>>;

  /**
   * @param forMs counted from the beginning of the load
   * @param max entries; what was asked for least recently leaves first
   * @param keeps false for a value that serves only those who waited for it
   */
  constructor(
    private readonly forMs: number,
    max: number,
    private readonly keeps: (value: T) => boolean = () => true,
  ) {
    this.#kept = new LRUCache({ max });
  }

  /** Who asks during a load waits for it. A load that fails is not kept: made-up keys push nothing out. */
  get(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.#loads.get(key) ?? this.#kept.get(key);
    const start = performance.now();
    if (known && start - known.start <= this.forMs) return known.value;
    const loading = { value: load(), start };
    this.#loads.set(key, loading);
    const over = () => this.#loads.get(key) === loading && this.#loads.delete(key);
    loading.value.then((value) => over() && this.keeps(value) && this.#kept.set(key, loading), over);
    return loading.value;
  }

  /** The next to ask loads again, also where a load is under way. */
  delete(key: string): void {
    this.#loads.delete(key);
    this.#kept.delete(key);
  }
}
