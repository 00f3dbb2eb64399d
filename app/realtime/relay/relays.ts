import type { Logger } from 'pino';
import { purpose, withClaims } from '../../../db/claims';
import { HeldLocks } from '../../../db/held-locks';
import { type RelayedEvent, relayedEvents } from '../../../db/queries/presence';
import type { Livekit } from '../../../livekit/livekit';
import type { StateFeed } from '../state-feed';
import type { ChatFeeds } from '../chat-feeds';
import type { ViewerCounts } from '../viewers/viewer-counts';
import type { ReplaceablePool } from '../replaceable-pool';
import { Coalesced } from '../../../core/time/coalesce';
import { withTimeout } from '../../../core/time/with-timeout';
import { EventRelay } from './event-relay';
import { ViewerSamples } from './viewer-samples';

/** A dead process' events are taken over within this time and a moment. */
const EVERY_MS = 1_000;
const LIMIT_MS = 2_500;

export interface RelaysOptions {
  databaseUrl: string;
  pool: ReplaceablePool;
  log: Logger;
  state: StateFeed;
  chats: ChatFeeds;
  viewers: ViewerCounts;
  /** With a circuit of its own: what hangs here must not keep a viewer from a token. */
  livekit: Pick<Livekit, 'sendData' | 'setRoomMetadata'>;
}

/**
 * The one process that speaks to an event's room. Each process asks once a second for the events that have an
 * audience and takes those that nobody holds, by an advisory lock (db/held-locks); a dead process' locks are
 * free at once. While two believe to hold one, for a second at most, packets come twice, which harms nobody:
 * they say what is, not what changed.
 */
export class Relays {
  readonly #options: RelaysOptions;
  readonly #locks: HeldLocks;
  readonly #samples: ViewerSamples;
  readonly #held = new Map<string, EventRelay>();
  readonly #timer: NodeJS.Timeout;
  readonly #looking = new Coalesced(() => this.#round());
  #closed = false;

  constructor(options: RelaysOptions) {
    this.#options = options;
    this.#locks = new HeldLocks(options.databaseUrl, 'touchline-relay');
    this.#samples = new ViewerSamples(options.pool, options.log);
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
    options.state.subscribe({ public: (eventId) => this.#held.get(eventId)?.stateChanged() });
    options.viewers.subscribe((eventId, numbers) => {
      this.#held.get(eventId)?.counted(numbers);
      if (this.#held.has(eventId)) this.#samples.counted(eventId, numbers);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#looking.close();
    for (const eventId of [...this.#held.keys()]) this.#drop(eventId);
    await this.#locks.close();
  }

  #look(): void {
    if (this.#looking.running) return;
    this.#looking
      .run()
      .catch((error: unknown) => this.#options.log.debug({ err: error }, 'the relay could not look'));
  }

  async #round(): Promise<void> {
    const { pool } = this.#options;
    const events = await withTimeout(
      LIMIT_MS,
      withClaims(pool.sql, purpose('reconcile'), relayedEvents),
      'events with an audience',
    );
    const mine = await withTimeout(
      LIMIT_MS,
      this.#locks.hold(events.map(({ id }) => id)),
      'locks of the relay',
    );
    for (const eventId of [...this.#held.keys()]) if (!mine.has(eventId)) this.#drop(eventId);
    for (const event of events) {
      if (this.#closed || !mine.has(event.id)) continue;
      await this.#hold(event);
      await this.#sample(event);
    }
  }

  async #hold({ id }: RelayedEvent): Promise<void> {
    if (this.#held.has(id)) return;
    const { state, chats, viewers, livekit, log } = this.#options;
    const cache = await state.watch(id);
    if (!cache) return;
    let silent = false;
    const relay = new EventRelay({
      room: cache.state.event.rooms.program,
      livekit,
      state: () => state.get(id)?.public ?? null,
      numbers: () => viewers.numbers(id),
      onChatBatch: (listener) => chats.onBatch(id, listener),
      onError: (error) => {
        if (!silent)
          log.warn({ err: error, eventId: id }, 'embeds hear nothing new: LiveKit takes no packets');
        silent = true;
      },
      onSent: () => {
        if (silent) log.info({ eventId: id }, 'LiveKit takes packets for embeds again');
        silent = false;
      },
    });
    this.#held.set(id, relay);
    viewers.want(id);
  }

  async #sample({ id, streamId }: RelayedEvent): Promise<void> {
    const { viewers } = this.#options;
    // Before the first count there is no number to write.
    if (!streamId || !this.#held.has(id) || !viewers.counted(id)) return;
    await this.#samples.look(id, streamId, viewers.numbers(id));
  }

  #drop(eventId: string): void {
    this.#held.get(eventId)?.close();
    this.#held.delete(eventId);
    this.#samples.forget(eventId);
    this.#options.viewers.unwant(eventId);
    this.#options.state.release(eventId);
  }
}
