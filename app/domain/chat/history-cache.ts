/**
 * A thousand who join within a second read one page; a reader who is ahead of it asks again.
 */
const FRESH_MS = 200;

/** The newest page of each chat, read once for all who ask at the same moment. */
export class HistoryCache<T> {
  readonly #known = new Map<string, { at: number; page: Promise<T> }>();

  get(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#known.get(key);
    if (known && performance.now() - known.at < FRESH_MS) return known.page;
    const page = read();
    const entry = { at: performance.now(), page };
    this.#known.set(key, entry);
    const forget = () => {
      if (this.#known.get(key) === entry) this.#known.delete(key);
    };
    page.then(() => setTimeout(forget, FRESH_MS).unref(), forget);
    return page;
  }
}
