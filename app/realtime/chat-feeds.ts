import type { Logger } from 'pino';
import { purpose, withClaims } from '../../db/claims';
import { chatSeqs } from '../../db/queries/chat';
import { type FeedRead, readFeed } from '../domain/chat/chat-history';
import type { ChatBatch } from '../../contract/chat';
import type { ReplaceablePool } from './replaceable-pool';
import type { StateFeed } from './state-feed';
import { Coalesced } from '../../core/time/coalesce';
import { repeat } from '../../core/time/repeat';
import { withTimeout } from '../../core/time/with-timeout';

/** At most one batch of an event in this time, to whomever (design §5). */
const EVERY_MS = 100;
/** A ring that was lost costs a second. */
const LOOK_MS = 1_000;
const READ_MS = 3_000;

/** A batch for crew; everybody else gets it without `reports`. */
export type CrewBatch = ChatBatch & { reports: number };
export type ChatListener = (batch: CrewBatch) => void;

interface Feed {
  listeners: Set<ChatListener>;
  /** Null before the first read. */
  last: FeedRead | null;
  reading: Coalesced;
}

/**
 * The chats that somebody listens to through this process. A ring, a look each second, or a change of the
 * event makes it read what is newer than its own seq, at most ten times a second for each event, and hand it
 * on as one batch. Its reads have connections of their own, so a busy chat holds up no state and no cut.
 */
export class ChatFeeds {
  readonly #feeds = new Map<string, Feed>();
  readonly #stopLooking: () => void;
  /** For /metrics. */
  readonly counts = { batches: 0, messages: 0, failedReads: 0 };

  constructor(
    private readonly pool: ReplaceablePool,
    private readonly log: Logger,
    state: StateFeed,
  ) {
    // A change of the event may open or close its chat.
    state.subscribe({ public: (eventId, { patch }) => void (patch.event && this.#eventChanged(eventId)) });
    this.#stopLooking = repeat(
      LOOK_MS,
      () => this.#look(),
      (err) => this.#failed(err, 'chats could not be looked after'),
    );
  }

  /**
   * Calls `listener` with each batch of an event until the returned function is called. The first one is
   * empty and says at which seq the chat is.
   */
  onBatch(eventId: string, listener: ChatListener): () => void {
    const feed = this.#feeds.get(eventId) ?? this.#open(eventId);
    this.#feeds.set(eventId, feed);
    feed.listeners.add(listener);
    const batch = this.emptyBatch(eventId);
    if (batch) listener(batch);
    else void feed.reading.run();
    return () => {
      feed.listeners.delete(listener);
      if (feed.listeners.size === 0 && this.#feeds.get(eventId) === feed) this.#feeds.delete(eventId);
    };
  }

  /**
   * Seq and mode of the chat as a batch without messages: a reader who is behind it asks for the page. Null
   * before the first read.
   */
  emptyBatch(eventId: string): CrewBatch | null {
    const last = this.#feeds.get(eventId)?.last;
    if (!last) return null;
    const { seq, floor, mode, reports } = last;
    return { prevSeq: seq, seq, messages: [], removed: [], floor, mode, reports };
  }

  /** The doorbell: `eventId:seq`. */
  rung(payload: string): void {
    const [eventId = '', seq] = payload.split(':');
    const feed = this.#feeds.get(eventId);
    if (!feed) return;
    if (Number(seq) > (feed.last?.seq ?? -1)) void feed.reading.run();
  }

  close(): void {
    this.#stopLooking();
    for (const feed of this.#feeds.values()) void feed.reading.close();
    this.#feeds.clear();
  }

  #eventChanged(eventId: string): void {
    void this.#feeds.get(eventId)?.reading.run();
  }

  #open(eventId: string): Feed {
    const read = () =>
      this.#read(eventId, feed).catch((error: unknown) =>
        this.#failed(error, 'a chat could not be read; looked for again in a second'),
      );
    const feed: Feed = { listeners: new Set(), last: null, reading: new Coalesced(read, EVERY_MS) };
    return feed;
  }

  #failed(err: unknown, what: string): void {
    this.counts.failedReads += 1;
    this.log.debug({ err }, what);
  }

  async #read(eventId: string, feed: Feed): Promise<void> {
    if (this.#feeds.get(eventId) !== feed) return;
    const before = feed.last;
    const read = withClaims(this.pool.sql, purpose('chat'), (tx) =>
      readFeed(tx, eventId, before?.seq ?? null),
    );
    const next = await withTimeout(READ_MS, read, 'reading a chat');
    // The event is gone, and its sockets with it.
    if (!next) return;
    feed.last = next;
    const same =
      before && before.seq === next.seq && JSON.stringify(before.mode) === JSON.stringify(next.mode);
    if (same && before.reports === next.reports) return;
    this.counts.batches += 1;
    this.counts.messages += next.messages.length;
    for (const listener of feed.listeners) listener(next);
  }

  async #look(): Promise<void> {
    const eventIds = [...this.#feeds.keys()];
    if (eventIds.length === 0) return;
    const read = withClaims(this.pool.sql, purpose('chat'), (tx) => chatSeqs(tx, eventIds));
    const seqs = await withTimeout(READ_MS, read, 'looking for chat messages');
    for (const [eventId, feed] of this.#feeds) {
      const seq = seqs.get(eventId) ?? 0;
      if (!feed.last || seq > feed.last.seq) this.rung(`${eventId}:${seq}`);
    }
  }
}
