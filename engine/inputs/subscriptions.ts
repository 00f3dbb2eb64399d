import { type RemoteTrackPublication, TrackKind, TrackSource } from '@livekit/rtc-node';

type Publication = Pick<RemoteTrackPublication, 'kind' | 'source' | 'muted'>;

/** The tracks of one participant that are its picture and its sound. */
export interface ChosenTracks<P> {
  picture: P | null;
  sound: P | null;
}

/**
 * A phone publishes one picture and one sound; the host of a show may share a screen as well as the camera,
 * and then the screen is shown. Muted tracks rank lower, so that the camera shows as soon as the screen is
 * put away.
 */
export function chosenTracks<P extends Publication>(publications: Iterable<P>): ChosenTracks<P> {
  let picture: P | null = null;
  let sound: P | null = null;
  for (const publication of publications) {
    if (publication.kind === TrackKind.KIND_VIDEO) picture = better(picture, publication);
    else if (publication.kind === TrackKind.KIND_AUDIO) sound = better(sound, publication);
  }
  return { picture, sound };
}

/** Of two equals the first: a choice that alternates would show neither. */
function better<P extends Publication>(one: P | null, other: P): P {
  return one !== null && rank(one) >= rank(other) ? one : other;
}

function rank({ source, muted }: Publication): number {
  const meant =
    source === TrackSource.SOURCE_SCREENSHARE ? 1 : source === TrackSource.SOURCE_SCREENSHARE_AUDIO ? -1 : 0;
  return muted ? meant - 10 : meant;
}

/**
 * A subscription that is dropped and taken up again at once can hang for good (seen with rtc-node 1.1.0): let
 * it settle.
 */
const SETTLE_MS = 500;
/** A track comes within 0.4 s of its subscription; one that has not come by then is subscribed to again. */
const STUCK_MS = 3_000;

type Subscribable = Pick<RemoteTrackPublication, 'subscribed' | 'setSubscribed'>;

/** Subscribes and unsubscribes one step at a time. To be called repeatedly with the wanted tracks. */
export class Subscriptions {
  readonly #now: () => number;
  readonly #requested = new WeakMap<Subscribable, { on: boolean; atMs: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  bring(publication: Subscribable, wanted: boolean): void {
    const atMs = this.#now();
    const last = this.#requested.get(publication) ?? {
      on: publication.subscribed,
      atMs: Number.NEGATIVE_INFINITY,
    };
    if (atMs - last.atMs < SETTLE_MS) return;
    const stuck = last.on && !publication.subscribed && atMs - last.atMs >= STUCK_MS;
    const on = wanted && !stuck;
    if (on === last.on) return;
    this.#requested.set(publication, { on, atMs });
    publication.setSubscribed(on);
  }
}

/** A director goes back to a camera of a moment ago more often than to any other. */
const RECENTLY_MS = 10_000;

/**
 * Decides which cameras come at full size: on air, preview, and those that were either within the last ten
 * seconds.
 */
export class LayerChoice {
  readonly #lastUsedMs = new Map<string, number>();

  /**
   * Ids to receive at the high layer; `used` are those on air, wanted on air or in preview at this moment.
   */
  high(used: readonly (string | null)[], nowMs: number): Set<string> {
    for (const id of used) if (id !== null) this.#lastUsedMs.set(id, nowMs);
    for (const [id, atMs] of this.#lastUsedMs) {
      if (nowMs - atMs > RECENTLY_MS) this.#lastUsedMs.delete(id);
    }
    return new Set(this.#lastUsedMs.keys());
  }
}
