import { setTimeout as sleep } from 'node:timers/promises';
import { DisconnectReason, Room, RoomEvent } from '@livekit/rtc-node';
import { trackRoomListener } from './ffi';
import { type Backoff, backoffMs } from '../../core/time/backoff';
import { withTimeout } from '../../core/time/with-timeout';

/** Where to connect and as whom. Called at every attempt, because tokens live for minutes only. */
export type RoomCredentials = () => Promise<{ url: string; token: string }>;

export interface RoomLinkOptions {
  credentials: RoomCredentials;
  /** Listeners are attached here, before the connection begins, so that nothing is missed. */
  prepare(room: Room): void;
  onConnected(room: Room): void;
  onLost(): void;
  /**
   * Another engine has joined as the receiver of this room. Resolves when this one may join again, which
   * would send that one out.
   */
  onReplaced(): Promise<void>;
  /** A sentence for the log; never holds a token. */
  onProblem(message: string): void;
}

/** A camera room has one engine, so longer waits would spare nobody. */
const BACKOFF: Backoff = { firstMs: 100, capMs: 2_000, least: 0.5 };
/** A server on the same continent answers within one; the rest is for a machine under load. */
const CONNECT_TIMEOUT_MS = 10_000;
/**
 * A server that restarted has no rooms; only asking for a new token makes one, so resuming is given up early.
 */
const RESUME_PATIENCE_MS = 3_000;
const LEAVE_TIMEOUT_MS = 2_000;

/** Keeps one room connected: rtc-node resumes short breaks itself, this loop reconnects after all others. */
export class RoomLink {
  readonly #options: RoomLinkOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;
  #endConnection: () => void = () => undefined;

  constructor(options: RoomLinkOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#endConnection();
    await this.#running;
  }

  async #run(): Promise<void> {
    let tries = 0;
    while (!this.#stopping.signal.aborted) {
      try {
        const { replaced } = await this.#once(() => (tries = 0));
        if (replaced) await this.#unlessStopped(this.#options.onReplaced());
      } catch (error) {
        this.#options.onProblem(error instanceof Error ? error.message : String(error));
      }
      await sleep(backoffMs(tries, BACKOFF), undefined, { signal: this.#stopping.signal }).catch(
        () => undefined,
      );
      tries += 1;
    }
  }

  async #unlessStopped(work: Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    await Promise.race([work, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
  }

  /** One connection from token to end. Resolves when it is over, rejects when it never came to be. */
  async #once(onUp: () => void): Promise<{ replaced: boolean }> {
    const { url, token } = await this.#options.credentials();
    let replaced = false;
    if (this.#stopping.signal.aborted) return { replaced };
    const room = new Room();
    const over = new Promise<void>((resolve) => {
      let patience: NodeJS.Timeout | undefined;
      this.#endConnection = () => {
        clearTimeout(patience);
        resolve();
      };
      room.once(RoomEvent.Disconnected, (reason) => {
        replaced = reason === DisconnectReason.DUPLICATE_IDENTITY;
        this.#endConnection();
      });
      room.on(RoomEvent.Reconnecting, () => {
        patience ??= setTimeout(this.#endConnection, RESUME_PATIENCE_MS);
      });
      room.on(RoomEvent.Reconnected, () => {
        clearTimeout(patience);
        patience = undefined;
      });
    });
    this.#options.prepare(room);
    const { connected, release } = trackRoomListener(() =>
      room.connect(url, token, { autoSubscribe: false, dynacast: false }),
    );
    try {
      await withTimeout(CONNECT_TIMEOUT_MS, connected, 'connecting to LiveKit');
      onUp();
      this.#options.onConnected(room);
      await over;
      return { replaced };
    } finally {
      this.#options.onLost();
      room.removeAllListeners();
      // A connection that comes after its time-out has to be closed as well, or it would hold the identity.
      const left = connected
        .then(() => room.disconnect())
        .catch(() => undefined)
        .finally(release);
      await withTimeout(LEAVE_TIMEOUT_MS, left, 'leaving the room').catch(() => undefined);
    }
  }
}
