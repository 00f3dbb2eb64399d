type Closer = () => Promise<unknown> | unknown;

/** What has to be ended when a benchmark ends, in whatever way. */
const open = new Set<Closing>();

/** Closes what was opened, newest first. Ctrl-C closes all of them. */
export class Closing {
  readonly #closers: Closer[] = [];
  #closed: Promise<void> | null = null;

  constructor() {
    open.add(this);
  }

  add(closer: Closer): void {
    this.#closers.unshift(closer);
  }

  close(): Promise<void> {
    this.#closed ??= this.#run();
    return this.#closed;
  }

  /** A failure does not keep the others from being closed; the first one is thrown at the end. */
  async #run(): Promise<void> {
    open.delete(this);
    const errors: unknown[] = [];
    for (const closer of this.#closers) {
      try {
        await closer();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}

export async function closeAll(): Promise<void> {
  await Promise.allSettled([...open].reverse().map((closing) => closing.close()));
}

/** Runs `work` with a `Closing` that is closed after it, also after an error. */
export async function closingAfter<T>(work: (closing: Closing) => Promise<T>): Promise<T> {
  const closing = new Closing();
  try {
    return await work(closing);
  } finally {
    await closing.close();
  }
}
