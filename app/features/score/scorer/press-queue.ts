import type { ScorePressed } from '../../../../contract/score';
import { type Backoff, backoffMs } from '../../../../core/time/backoff';
import type { BodyOf } from '../../../api/client';
import { PostError } from '../../../realtime/client/json-request';

export type PressBody = BodyOf<'POST /api/v1/events/:slug/score/events'>['events'][number];
/** What a button means; its id and its time are given when it is pressed. */
export type Press = PressBody extends infer P
  ? P extends PressBody
    ? Omit<P, 'requestId' | 'pressedAt'>
    : never
  : never;

/** A press that the server has not counted yet. */
export interface KeptPress {
  /** Its place among the presses of this phone: ms since 1970, and never the same twice. */
  order: number;
  body: PressBody;
}

/** The part of `localStorage` that is used. */
export type PressStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

interface QueueParts {
  /** Where presses are kept over a reload; null where the browser has no place. */
  storage: PressStorage | null;
  /** Begins the names of this event's presses in it. */
  prefix: string;
  send: (events: PressBody[]) => Promise<ScorePressed>;
  /** By the server's clock, ms. */
  now: () => number;
  /** @returns what cancels it */
  after: (ms: number, work: () => void) => () => void;
}

/** What the page does with answers. */
export interface QueueListener {
  onAnswer: (answer: ScorePressed) => void;
  /** A press that the server does not take, or that it cannot take now, in a sentence. */
  onRefused: (sentence: string) => void;
}

/** With the longest notes 14 kB; a body may have 16 (app/config/limits.ts). */
const AT_ONCE = 20;
/** The server cannot read it, or all of it at once: one of them alone is told of and forgotten. */
const UNREADABLE: readonly string[] = ['bad_request', 'too_large'];
/** A scorer who is back in the net must not wait for the next try. */
const BACKOFF: Backoff = { firstMs: 250, capMs: 2_000, least: 0.5 };

/**
 * Presses on their way to the server: kept in the browser's storage from the moment of the press, sent in
 * their order, sent again until an answer came. The server counts each once by its request, so that sending
 * too often does no harm. Each has a name of its own in the storage: a second tab takes none away.
 */
export class PressQueue {
  #kept: readonly KeptPress[];
  #listeners = new Set<() => void>();
  #page: QueueListener | null = null;
  #sending = false;
  #tries = 0;
  /** One at a time, after an answer said that something in the batch cannot be read. */
  #single = false;
  #cancelTimer: (() => void) | null = null;

  constructor(private readonly parts: QueueParts) {
    this.#kept = this.#stored();
  }

  /** The same array until something changes. */
  kept = (): readonly KeptPress[] => this.#kept;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @returns what ends it */
  hear(page: QueueListener): () => void {
    this.#page = page;
    return () => {
      if (this.#page === page) this.#page = null;
    };
  }

  press(press: Press): void {
    const nowMs = this.parts.now();
    const order = Math.max(Math.round(nowMs), (this.#kept.at(-1)?.order ?? 0) + 1);
    const body = { ...press, requestId: requestId(), pressedAt: new Date(nowMs).toISOString() };
    this.#keep({ order, body });
    void this.flush();
  }

  /** Sends what is kept, at once. Called when the connection is back, too. */
  async flush(): Promise<void> {
    if (this.#sending) return;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#sending = true;
    try {
      while (this.#kept.length > 0) await this.#sendSome();
    } catch (error) {
      this.#retryLater(error);
    } finally {
      this.#sending = false;
    }
  }

  /** Presses that the server will not take, by the scorer's word. */
  discard = (): void => this.#drop(this.#kept.map(({ body }) => body.requestId));

  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  async #sendSome(): Promise<void> {
    const batch = this.#kept.slice(0, this.#single ? 1 : AT_ONCE);
    try {
      const answer = await this.parts.send(batch.map(({ body }) => body));
      this.#tries = 0;
      this.#single = false;
      // First what came of them, so that no point disappears for a moment.
      this.#page?.onAnswer(answer);
      this.#drop(answer.results.map(({ requestId: id }) => id));
      for (const { message } of answer.results) if (message) this.#page?.onRefused(message);
    } catch (error) {
      if (!(error instanceof PostError) || !UNREADABLE.includes(error.code)) throw error;
      if (batch.length > 1) this.#single = true;
      else {
        this.#drop(batch.map(({ body }) => body.requestId));
        this.#page?.onRefused(error.message);
      }
    }
  }

  #retryLater(error: unknown): void {
    // Without a right, or without a score, trying on helps only after somebody has done something about it.
    const isRefusal = error instanceof PostError && error.status >= 400 && error.status < 500;
    if (isRefusal && this.#tries === 0) this.#page?.onRefused(error.message);
    const waitMs = backoffMs(this.#tries, BACKOFF);
    this.#tries += 1;
    this.#cancelTimer = this.parts.after(isRefusal ? BACKOFF.capMs : waitMs, () => void this.flush());
  }

  #keep(press: KeptPress): void {
    this.#kept = [...this.#kept, press];
    try {
      this.parts.storage?.setItem(this.parts.prefix + press.body.requestId, JSON.stringify(press));
    } catch {
      // A full or forbidden storage: kept as long as the page is.
    }
    this.#tell();
  }

  #drop(requestIds: string[]): void {
    this.#kept = this.#kept.filter(({ body }) => !requestIds.includes(body.requestId));
    for (const id of requestIds) {
      try {
        this.parts.storage?.removeItem(this.parts.prefix + id);
      } catch {
        // It would be sent once more after a reload, and counts once.
      }
    }
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #stored(): KeptPress[] {
    const { storage, prefix } = this.parts;
    if (!storage) return [];
    try {
      const names = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
      return names
        .filter((name) => name.startsWith(prefix))
        .map((name) => parsed(storage.getItem(name)))
        .filter((press): press is KeptPress => press !== null)
        .sort((a, b) => a.order - b.order);
    } catch {
      return [];
    }
  }
}

/** Null for what is no press of ours; the server judges the rest. */
function parsed(text: string | null): KeptPress | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isKept(value) ? value : null;
  } catch {
    return null;
  }
}

function isKept(value: unknown): value is KeptPress {
  if (typeof value !== 'object' || value === null) return false;
  const body: unknown = Reflect.get(value, 'body');
  return (
    typeof Reflect.get(value, 'order') === 'number' &&
    typeof body === 'object' &&
    body !== null &&
    typeof Reflect.get(body, 'requestId') === 'string'
  );
}

/** Not `crypto.randomUUID`, which plain HTTP on a LAN does not have. */
function requestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
