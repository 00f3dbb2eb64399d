import type { Livekit } from '../../livekit/livekit';
import type { RelayPackets, RoomFacts, Snapshot, ViewerNumbers } from '../contract';
import { Lane } from './lane.server';

/** LiveKit's clients lose larger packets. */
export const MAX_PACKET_BYTES = 15_000;
const COUNT_EVERY_MS = 500;
const STATE_EVERY_MS = 100;
const FACTS_EVERY_MS = 1_000;
/** The circuit (app/livekit/circuit) gives up for ten seconds; asking it in between costs nothing. */
const RETRY_MS = 2_000;
/** A room that was made anew, because LiveKit began anew, has forgotten its metadata. */
const AGAIN_EVERY_MS = 10_000;

export interface EventRelayOptions {
  room: string;
  livekit: Pick<Livekit, 'sendData' | 'setRoomMetadata'>;
  state: () => Snapshot<'public'> | null;
  numbers: () => ViewerNumbers;
  onFault: (error: unknown) => void;
  onSent: () => void;
}

/**
 * Sends what is public of one event into its program room, where embedded players hear it: changes as packets, and all of
 * it as the room's metadata for who joins. It sends what is true at that moment, never a queue of what was.
 */
export class EventRelay {
  readonly #options: EventRelayOptions;
  readonly #state: Lane;
  readonly #count: Lane;
  readonly #facts: Lane;
  readonly #timer: NodeJS.Timeout;
  #embeds = 0;

  constructor(options: EventRelayOptions) {
    this.#options = options;
    this.#state = this.#lane(STATE_EVERY_MS, () => this.#send('state', options.state()));
    this.#count = this.#lane(COUNT_EVERY_MS, () => this.#send('count', { viewers: options.numbers().total }));
    this.#facts = this.#lane(FACTS_EVERY_MS, () => this.#tellRoom());
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
    for (const lane of [this.#state, this.#count, this.#facts]) lane.close();
  }

  #all(): void {
    for (const lane of [this.#state, this.#count, this.#facts]) lane.poke();
  }

  #lane(everyMs: number, send: () => Promise<void>): Lane {
    return new Lane({
      everyMs,
      retryMs: RETRY_MS,
      send: () =>
        send().then(
          () => {
            this.#options.onSent();
            return false;
          },
          (error: unknown) => {
            this.#options.onFault(error);
            throw error;
          },
        ),
    });
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
