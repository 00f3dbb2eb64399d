import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ChatBatch, Snapshot, ViewerNumbers } from '../../../contract/messages';
import { packetsOf, type RelayPackets, type RoomFacts } from '../../../contract/packets';
import { Coalesced } from '../../../core/time/coalesce';
import { withTimeout } from '../../../core/time/with-timeout';
import { purpose, withClaims } from '../../../db/claims';
import { HeldLocks } from '../../../db/held-locks';
import { type RelayedEvent, relayedEvents } from '../../../db/queries/presence';
import type { Livekit } from '../../../livekit/tokens';
import type { ChatFeeds } from '../chat-feeds';
import type { ReplaceablePool } from '../replaceable-pool';
import type { StateFeed } from '../state-feed';
import type { ViewerCounts } from '../viewers/viewer-counts';
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

/** LiveKit's clients lose larger packets. */
const MAX_PACKET_BYTES = 15_000;
const COUNT_EVERY_MS = 500;
const STATE_EVERY_MS = 100;
const FACTS_EVERY_MS = 1_000;
const CHAT_EVERY_MS = 100;
/** A room that takes nothing must not fill our memory: embeds find out by the gap and ask for the page. */
const MAX_CHAT_WAITING = 50;
/** The circuit (livekit/circuit) gives up for ten seconds; asking it in between costs nothing. */
const RETRY_MS = 2_000;
/** A room that was made again, because LiveKit was restarted, has lost its metadata. */
const AGAIN_EVERY_MS = 10_000;

export interface EventRelayOptions {
  room: string;
  livekit: Pick<Livekit, 'sendData' | 'setRoomMetadata'>;
  state: () => Snapshot<'public'> | null;
  numbers: () => ViewerNumbers;
  /** Tells each batch of the event's chat until the returned function is called. */
  onChatBatch: (listener: (batch: ChatBatch) => void) => () => void;
  onError: (error: unknown) => void;
  onSent: () => void;
}

/**
 * Sends what is public of one event into its program room, where embedded players hear it: changes as
 * packets, and all of it as the room's metadata for who joins. It sends what is true at that moment, never a
 * queue of what was; of the chat alone it sends what is new, in order, and a player that joins asks for the
 * rest.
 */
class EventRelay {
  readonly #options: EventRelayOptions;
  readonly #state: Coalesced;
  readonly #count: Coalesced;
  readonly #facts: Coalesced;
  readonly #chat: Coalesced;
  readonly #leaveChat: () => void;
  readonly #timer: NodeJS.Timeout;
  #said: ChatBatch[] = [];
  #embeds = 0;

  constructor(options: EventRelayOptions) {
    this.#options = options;
    this.#state = this.#throttled(STATE_EVERY_MS, () => this.#send('state', options.state()));
    this.#count = this.#throttled(COUNT_EVERY_MS, () =>
      this.#send('count', { viewers: options.numbers().total }),
    );
    this.#facts = this.#throttled(FACTS_EVERY_MS, () => this.#tellRoom());
    this.#chat = this.#throttled(CHAT_EVERY_MS, () => this.#sendChat());
    this.#leaveChat = options.onChatBatch((batch) => this.#chatted(batch));
    this.#timer = setInterval(() => this.#all(), AGAIN_EVERY_MS);
    this.#all();
  }

  stateChanged(): void {
    void this.#state.run();
    void this.#facts.run();
  }

  counted({ embed }: ViewerNumbers): void {
    void this.#count.run();
    void this.#facts.run();
    // Somebody joined, perhaps before the metadata was there.
    if (embed > this.#embeds) void this.#state.run();
    this.#embeds = embed;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#leaveChat();
    for (const sender of [this.#state, this.#count, this.#facts, this.#chat]) void sender.close();
  }

  #all(): void {
    for (const sender of [this.#state, this.#count, this.#facts]) void sender.run();
  }

  /**
   * One kind of message: one send at a time, at most so many a second, and what changes meanwhile goes with
   * the next one. A receiver that hangs holds up this kind and nothing else.
   */
  #throttled(everyMs: number, send: () => Promise<void>): Coalesced {
    const sending = new Coalesced(async () => {
      try {
        await send();
        this.#options.onSent();
      } catch (error) {
        this.#options.onError(error);
        await sleep(RETRY_MS, undefined, { ref: false });
        void sending.run();
      }
    }, everyMs);
    return sending;
  }

  #chatted({ prevSeq, seq, messages, removed, floor, mode }: ChatBatch): void {
    // Reports are sent to the crew alone.
    this.#said.push(...packetsOf({ prevSeq, seq, messages, removed, floor, mode }, MAX_PACKET_BYTES));
    this.#said = this.#said.slice(-MAX_CHAT_WAITING);
    void this.#chat.run();
  }

  async #sendChat(): Promise<void> {
    const [first] = this.#said;
    if (!first) return;
    await this.#send('chat', first);
    if (this.#said[0] === first) this.#said.shift();
    if (this.#said.length > 0) void this.#chat.run();
  }

  async #send<T extends keyof RelayPackets>(topic: T, message: RelayPackets[T] | null): Promise<void> {
    if (message === null) return;
    const packet = Buffer.from(JSON.stringify(message));
    // A title is short; what is longer all the same is in the metadata.
    if (packet.length > MAX_PACKET_BYTES) return;
    await this.#options.livekit.sendData(this.#options.room, topic, packet);
  }

  async #tellRoom(): Promise<void> {
    const state = this.#options.state();
    if (!state) return;
    const facts: RoomFacts = { state, count: { viewers: this.#options.numbers().total } };
    await this.#options.livekit.setRoomMetadata(this.#options.room, JSON.stringify(facts));
  }
}
