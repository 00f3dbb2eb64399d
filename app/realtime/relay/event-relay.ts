import { setTimeout as sleep } from 'node:timers/promises';
import { Coalesced } from '../../../core/time/coalesce';
import type { Livekit } from '../../../livekit/livekit';
import { packetsOf, type RelayPackets, type RoomFacts } from '../../../contract/packets';
import type { ChatBatch, Snapshot, ViewerNumbers } from '../../../contract/messages';

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
export class EventRelay {
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
