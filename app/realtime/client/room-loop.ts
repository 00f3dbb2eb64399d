import { PostError } from './json-request';
import type { TokenAnswer } from '../../../contract/messages';
import { goesByPolling, NO_WEBSOCKET } from './polling';
import { ANYBODY } from './reconnecting';
import { Attempts } from '../../../core/time/attempts';
import { withTimeout } from '../../../core/time/with-timeout';

export type RoomState = 'connecting' | 'connected' | 'reconnecting' | 'disconnected';

export interface LoopView {
  state: RoomState;
  /** Why it is not connected, as a sentence. */
  error: string | null;
}

/** What the loop needs of a LiveKit room; livekit-client's own is made one by use-livekit-room.ts. */
export interface RoomConnector {
  connect(url: string, token: string): Promise<void>;
  disconnect(): Promise<void>;
  /** Called for each change of its own connection, until the returned function is called. */
  onState(listener: (state: RoomState) => void): () => void;
}

/** Not admitted, removed or gone: asking fast does not help. */
const REFUSED_RETRY_MS = 10_000;
/** Joining takes a second; a media path that is blocked is only noticed by waiting. */
const CONNECT_MS = 12_000;

/**
 * Joins a room for ever: a fresh token for every attempt, since tokens live for minutes and asking is where
 * revocation happens; the library's own resume first, and from the beginning when that has failed.
 */
export class RoomLoop {
  #view: LoopView = { state: 'connecting', error: null };
  #running = false;
  readonly #attempts = new Attempts(ANYBODY);
  #unhear: (() => void) | null = null;
  #fetchToken: (() => Promise<TokenAnswer>) | null = null;

  constructor(
    private readonly door: RoomConnector,
    private readonly changed: () => void,
  ) {}

  /** From where the next attempt takes its token. */
  askBy(fetchToken: () => Promise<TokenAnswer>): void {
    this.#fetchToken = fetchToken;
  }

  readonly view = (): LoopView => this.#view;

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#unhear = this.door.onState((state) => this.#heard(state));
    this.again();
  }

  stop(): void {
    this.#running = false;
    this.#attempts.cancel();
    this.#unhear?.();
    this.#unhear = null;
    this.#set({ state: 'disconnected', error: null });
    this.door.disconnect().catch(() => undefined);
  }

  /** Try now, if there is anything to try. */
  readonly again = (): void => {
    if (!this.#running || this.#view.state === 'connected' || this.#view.state === 'reconnecting') return;
    this.#attempts.succeeded();
    void this.#join();
  };

  async #join(): Promise<void> {
    const isPresent = this.#attempts.begin();
    this.#set({ state: 'connecting', error: this.#view.error });
    try {
      if (!this.#fetchToken) throw new Error('Nobody said where tokens come from.');
      const { url, token } = await this.#fetchToken();
      if (!isPresent()) return;
      await withTimeout(CONNECT_MS, this.door.connect(url, token), 'joining');
      if (!isPresent()) return;
      this.#attempts.succeeded();
      this.#set({ state: 'connected', error: null });
    } catch (error) {
      if (!isPresent()) return;
      await this.door.disconnect().catch(() => undefined);
      this.#fail(error);
    }
  }

  #heard(state: RoomState): void {
    // While we join ourselves, the promise of `connect` tells more than the room's own states; while we wait,
    // our timer does.
    if (this.#view.state === 'connecting' || this.#view.state === 'disconnected') return;
    if (state === 'disconnected') this.#fail(new Error('The connection to the video server was lost.'));
    else this.#set({ state, error: null });
  }

  #fail(error: unknown): void {
    const refused = error instanceof PostError && [401, 403, 404].includes(error.status);
    this.#attempts.cancel();
    this.#set({ state: 'disconnected', error: sentence(error) });
    this.#attempts.plan(() => void this.#join(), refused ? REFUSED_RETRY_MS : undefined);
  }

  #set(view: LoopView): void {
    if (view.state === this.#view.state && view.error === this.#view.error) return;
    this.#view = view;
    this.changed();
  }
}

function sentence(error: unknown): string {
  if (error instanceof PostError) return error.message;
  return goesByPolling() ? NO_WEBSOCKET : 'No connection to the video server. Trying again.';
}
