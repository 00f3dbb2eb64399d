import { setTimeout as wait } from 'node:timers/promises';
import { type Backoff, backoffMs } from '../../core/time/backoff';
import { openWhip, type WhipPublication } from '../../engine/outputs/whip/whip-publisher';
import type { LoopMedia } from '../loop/media';
import type { TokenReply } from './join';
import { senderOf } from './sender';

/** Half a frame: the most that something due can be late. */
const TICK_MS = 10;
const WAITING_POLL_MS = 1_000;
/** As on a phone. The jitter keeps four cameras from connecting at once. */
const RETRY: Backoff = { firstMs: 310, capMs: 2_500, least: 0.6 };

export type CameraState = 'joining' | 'waiting' | 'sending' | 'reconnecting' | 'removed' | 'closed';

export interface SimulatedCamera {
  readonly state: CameraState;
  /** Stops sending without a message, as when the network cable is pulled. */
  kill(): void;
  /** Sends again. */
  resume(): void;
  close(): Promise<void>;
}

/** Publishes a loop, for ever: each try begins with a fresh token, as a phone's does. */
export function simulateCamera(
  reel: Reel,
  token: () => Promise<TokenReply>,
  onState: (state: CameraState, why?: string) => void,
): SimulatedCamera {
  const ending = new AbortController();
  let state: CameraState = 'joining';
  let cut = false;
  let open: WhipPublication | null = null;
  const become = (next: CameraState, why?: string): void => {
    if (state === next || state === 'closed') return;
    state = next;
    onState(next, why);
  };
  const pause = (ms: number): Promise<unknown> =>
    wait(ms, undefined, { signal: ending.signal }).catch(() => undefined);

  const publish = async (reply: Extract<TokenReply, { kind: 'token' }>): Promise<void> => {
    const publication = await openWhip({
      url: reply.url,
      token: reply.token,
      videoCodec: 'H264',
      audio: true,
    });
    open = publication;
    const sender = senderOf(reel, publication);
    const timer = setInterval(() => cut || sender.tick(performance.timeOrigin + performance.now()), TICK_MS);
    try {
      if (ending.signal.aborted) return;
      become('sending');
      await new Promise<void>((resolve) => {
        ending.signal.addEventListener('abort', () => resolve(), { once: true });
        publication.on('state', (next) => next !== 'connected' && resolve());
        if (publication.state !== 'connected') resolve();
      });
    } finally {
      clearInterval(timer);
      open = null;
      await publication.close();
    }
  };

  const run = async (): Promise<void> => {
    for (let failures = 0; !ending.signal.aborted;) {
      while (cut && !ending.signal.aborted) await pause(100);
      try {
        const reply = await token();
        if (reply.kind === 'removed') return become('removed');
        if (reply.kind === 'waiting' || reply.kind === 'unknown') {
          become('waiting');
          await pause(WAITING_POLL_MS);
          continue;
        }
        const began = performance.now();
        await publish(reply);
        failures = performance.now() - began > 10_000 ? 0 : failures;
        if (!ending.signal.aborted) become('reconnecting', 'the media server is gone');
      } catch (error) {
        become('reconnecting', error instanceof Error ? error.message : String(error));
      }
      await pause(backoffMs(failures++, RETRY));
    }
  };
  const running = run();

  return {
    get state() {
      return state;
    },
    kill: () => (cut = true),
    resume: () => (cut = false),
    close: async () => {
      ending.abort();
      await running;
      await open?.close();
      become('closed');
    },
  };
}

/** The loop that a camera plays endlessly. Pictures and packets are numbered since 1970. */
export interface Reel {
  picture(number: number): Buffer | undefined;
  sound(number: number): Buffer | undefined;
  /**
   * Plays another loop from the next moment at which it begins. A receiver sees no seam where `media` begins
   * with the present loop: the first picture of a loop is a keyframe.
   */
  replaceBy(media: LoopMedia): void;
}

export function reelOf(media: LoopMedia): Reel {
  const pictures = trackOf(media.pictures);
  const sound = trackOf(media.sound);
  return {
    picture: pictures.at,
    sound: sound.at,
    replaceBy(next) {
      pictures.replaceBy(next.pictures);
      sound.replaceBy(next.sound);
    },
  };
}

function trackOf(first: readonly Buffer[]) {
  let playing = first;
  let next: readonly Buffer[] | null = null;
  /** Round of `next`, from the first number that was read after it was set. */
  let round: number | null = null;
  return {
    at(number: number): Buffer | undefined {
      if (next) {
        const now = Math.floor(number / next.length);
        round ??= now;
        // After a pause the beginning itself may have been skipped.
        if (now !== round || number % next.length === 0) {
          playing = next;
          next = null;
        }
      }
      return playing[number % playing.length];
    },
    replaceBy(items: readonly Buffer[]): void {
      next = items;
      round = null;
    },
  };
}
