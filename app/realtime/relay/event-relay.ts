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
  readonly #state: ThrottledSender;
  readonly #count: ThrottledSender;
  readonly #facts: ThrottledSender;
  readonly #chat: ThrottledSender;
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
    this.#chat = new ThrottledSender({
      everyMs: CHAT_EVERY_MS,
      retryMs: RETRY_MS,
      send: () => this.#heard(this.#sendChat()).then(() => this.#said.length > 0),
    });
    this.#leaveChat = options.onChatBatch((batch) => this.#chatted(batch));
    this.#timer = setInterval(() => this.#all(), AGAIN_EVERY_MS);
    this.#all();
  }

  stateChanged(): void {
    this.#state.poke();
    this.#facts.poke();
  }

  counted({ embed }: ViewerNumbers): void {
    this.#count.poke();
    this.#facts.poke();
    // Somebody joined, perhaps before the metadata was there.
    if (embed > this.#embeds) this.#state.poke();
    this.#embeds = embed;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#leaveChat();
    for (const sender of [this.#state, this.#count, this.#facts, this.#chat]) sender.close();
  }

  #all(): void {
    for (const sender of [this.#state, this.#count, this.#facts]) sender.poke();
  }

  #throttled(everyMs: number, send: () => Promise<void>): ThrottledSender {
    return new ThrottledSender({
      everyMs,
      retryMs: RETRY_MS,
      send: () => this.#heard(send()).then(() => false),
    });
  }

  /** Says whether the room takes what is sent. */
  #heard(sent: Promise<void>): Promise<void> {
    return sent.then(
      () => this.#options.onSent(),
      (error: unknown) => {
        this.#options.onError(error);
        throw error;
      },
    );
  }

  #chatted({ prevSeq, seq, messages, removed, floor, mode }: ChatBatch): void {
    // Reports are sent to the crew alone.
    this.#said.push(...packetsOf({ prevSeq, seq, messages, removed, floor, mode }, MAX_PACKET_BYTES));
    this.#said = this.#said.slice(-MAX_CHAT_WAITING);
    this.#chat.poke();
  }

  async #sendChat(): Promise<void> {
    const [first] = this.#said;
    if (!first) return;
    await this.#send('chat', first);
    if (this.#said[0] === first) this.#said.shift();
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

export interface ThrottledSenderOptions {
  /** At most one send in this time, milliseconds. */
  everyMs: number;
  /** After a failure. */
  retryMs: number;
  /** Sends what there is to send now; resolves to whether there is more. */
  send: () => Promise<boolean>;
}

/**
 * One kind of message to one room: one send at a time, at most so many a second, and what changes meanwhile
 * goes with the next one. A receiver that hangs holds up this sender and nothing else.
 */
export class ThrottledSender {
  #wanted = false;
  #busy = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #notBefore = -Infinity;

  constructor(private readonly options: ThrottledSenderOptions) {}

  /** There is something to send. */
  poke(): void {
    this.#wanted = true;
    this.#next();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #next(): void {
    if (!this.#wanted || this.#busy || this.#closed || this.#timer) return;
    const wait = this.#notBefore - performance.now();
    this.#timer = setTimeout(() => void this.#send(), Math.max(0, wait));
    this.#timer.unref();
  }

  async #send(): Promise<void> {
    this.#timer = undefined;
    this.#wanted = false;
    this.#busy = true;
    const began = performance.now();
    try {
      this.#wanted = (await this.options.send()) || this.#wanted;
      this.#notBefore = began + this.options.everyMs;
    } catch {
      this.#wanted = true;
      this.#notBefore = performance.now() + this.options.retryMs;
    }
    this.#busy = false;
    this.#next();
  }
}
