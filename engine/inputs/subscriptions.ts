import type { RemoteTrackPublication } from '@livekit/rtc-node';

/**
 * A subscription that is dropped and taken up again at once can hang for good (seen with rtc-node 1.1.0): let
 * it settle.
 */
const SETTLE_MS = 500;
/** A track comes within 0.4 s of being asked for; what has not come by then is asked for anew. */
const STUCK_MS = 3_000;

type Publication = Pick<RemoteTrackPublication, 'subscribed' | 'setSubscribed'>;

/**
 * Asks for tracks and gives them up again, one step at a time. To be called again and again with what is
 * wanted.
 */
export class Subscriptions {
  private readonly asked = new WeakMap<Publication, { on: boolean; atMs: number }>();

  constructor(private readonly now: () => number) {}

  bring(publication: Publication, wanted: boolean): void {
    const atMs = this.now();
    const last = this.asked.get(publication) ?? {
      on: publication.subscribed,
      atMs: Number.NEGATIVE_INFINITY,
    };
    if (atMs - last.atMs < SETTLE_MS) return;
    const stuck = last.on && !publication.subscribed && atMs - last.atMs >= STUCK_MS;
    const on = wanted && !stuck;
    if (on === last.on) return;
    this.asked.set(publication, { on, atMs });
    publication.setSubscribed(on);
  }
}
