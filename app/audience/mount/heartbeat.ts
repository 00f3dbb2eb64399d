import type { HeartbeatAnswer } from '../../../contract/messages';
import { postJson, PostError } from '../../realtime/client/json-request';
import { viewerTicket } from '../../realtime/client/viewer-ticket';

/** Design §5: a viewer without a sign of life for 30 s is no longer counted. */
const BEAT_MS = 10_000;
const TIMEOUT_MS = 5_000;

/**
 * Lets the server count a viewer who has no socket, or none yet: a call at once, then every ten seconds, and
 * one when the page goes. Started before the page is hydrated, so that a viewer counts while the picture is
 * still on its way.
 */
export class Heartbeat {
  readonly #path: string;
  #timer: ReturnType<typeof setInterval> | undefined;
  #onAnswer: ((answer: HeartbeatAnswer) => void) | null = null;
  #last: HeartbeatAnswer | null = null;
  #beating: Promise<void> = Promise.resolve();
  #over = false;

  constructor(private readonly slug: string) {
    this.#path = `/api/presence/${encodeURIComponent(slug)}`;
  }

  /** `wanted`: the event is one that can be watched. */
  follow(wanted: boolean): void {
    if (this.#over || wanted === (this.#timer !== undefined)) return;
    if (!wanted) return this.#stop();
    this.#timer = setInterval(this.#send, BEAT_MS);
    window.addEventListener('pagehide', this.#leave);
    window.addEventListener('pageshow', this.#returned);
    this.#send();
  }

  /** From here on the page's socket counts, for good; the last call is answered before. */
  handOver(): void {
    if (this.#over) return;
    const begun = this.#timer !== undefined;
    this.follow(false);
    this.#over = true;
    if (begun) void this.#beating.then(this.#leave);
  }

  /** Calls the listener with each answer, first the last one; until the returned function is called. */
  onAnswer(listener: (answer: HeartbeatAnswer) => void): () => void {
    this.#onAnswer = listener;
    if (this.#last) listener(this.#last);
    return () => {
      if (this.#onAnswer === listener) this.#onAnswer = null;
    };
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    window.removeEventListener('pagehide', this.#leave);
    window.removeEventListener('pageshow', this.#returned);
  }

  /** One that is lost is followed by the next; one that was refused, by one with a fresh ticket. */
  readonly #send = (): void => {
    const ticket = viewerTicket(this.slug);
    this.#beating = this.#beat(ticket.get()).catch((error: unknown) => {
      if (error instanceof PostError && error.status === 401) ticket.refused();
    });
  };

  async #beat(ticket: Promise<string>): Promise<void> {
    const headers = { Authorization: `Bearer ${await ticket}` };
    this.#last = await postJson<HeartbeatAnswer>(this.#path, {}, { headers, timeoutMs: TIMEOUT_MS });
    this.#onAnswer?.(this.#last);
  }

  readonly #leave = (): void => {
    const held = viewerTicket(this.slug).peek();
    if (held !== null) navigator.sendBeacon(`${this.#path}/leave`, held);
  };

  readonly #returned = (event: PageTransitionEvent): void => {
    if (event.persisted) this.#send();
  };
}

const heartbeats = new Map<string, Heartbeat>();

/** The one heartbeat of this page for an event. */
export function heartbeatOf(slug: string): Heartbeat {
  const known = heartbeats.get(slug);
  if (known) return known;
  const made = new Heartbeat(slug);
  heartbeats.set(slug, made);
  return made;
}
