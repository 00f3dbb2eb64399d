import type { Transport } from '../../../contract/vocabulary';
import { canShowByWebRtc, type EventKind, shownFrames } from './browser-support';
import {
  startDelivery,
  type Delivery,
  networkChanged,
  type Order,
  probeWorked,
  step,
  type Step,
  transportFailed,
  transportLoaded,
} from './delivery';
import { HlsTransport } from './hls-transport';
import { WebRtcTransport } from './webrtc-transport';

const LOOK_EVERY_MS = 500;
/** WebRTC has mostly shown by then whether it works; what HLS needs is loaded while it gets more time. */
const PREPARE_HLS_AFTER_MS = 2_500;

/** none: not yet; gone: there was one, and its last frame may still be seen. */
export type Picture = 'none' | 'moving' | 'gone';

export interface PlaybackView {
  transport: Transport;
  picture: Picture;
  /** Both transports were tried, and neither has brought a picture. It goes on trying. */
  stuck: boolean;
  paused: boolean;
  muted: boolean;
  /** The browser plays nothing, not even silently, before the person has pressed something. */
  needsPress: boolean;
  /** Whether the room of the program is joined and so brings its data packets. */
  joined: boolean;
}

export interface PlaybackOptions {
  slug: string;
  kind: EventKind;
  /** Joins the room also before there is a picture, for its data packets. */
  keepRoom: boolean;
}

/** Packets held until somebody takes them; the relay sends a handful to who joins. */
const MAX_HELD = 50;

export const PLAYBACK_BEFORE: PlaybackView = {
  transport: 'webrtc',
  picture: 'none',
  stuck: false,
  paused: false,
  // Browsers let a page start only muted; the first press brings the sound.
  muted: true,
  needsPress: false,
  joined: false,
};

/**
 * The program in a video element: asks delivery.ts for the transport, does what it says, and looks twice a
 * second whether the picture moves. Without React: a component hands in the element and renders the view.
 */
export class Playback {
  #view = PLAYBACK_BEFORE;
  readonly #listeners = new Set<() => void>();
  #onPacket: ((topic: string, text: string) => void) | null = null;
  #held: [topic: string, text: string][] = [];
  readonly #webrtc: WebRtcTransport;
  readonly #hls: HlsTransport;
  #delivery: Delivery | null = null;
  #video: HTMLVideoElement | null = null;
  #wanted = { open: false, live: false };
  #look: ReturnType<typeof setInterval> | undefined;
  #prepare: ReturnType<typeof setTimeout> | undefined;
  #probing = new AbortController();

  constructor(private readonly options: PlaybackOptions) {
    const onPicture = () => this.#play();
    const onFailed = () => this.#failed();
    const onLoaded = () => this.#loaded();
    this.#hls = new HlsTransport(`/hls/${options.slug}/live.m3u8`, { onPicture, onLoaded, onFailed });
    this.#webrtc = new WebRtcTransport(options.slug, {
      onPicture,
      onLoaded,
      onFailed,
      onJoined: (joined) => this.#set({ joined }),
      onPacket: (topic, text) => this.#packet(topic, text),
    });
  }

  readonly view = (): PlaybackView => this.#view;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** `open`: the room may be joined. `live`: there is a program. */
  follow(wanted: { open: boolean; live: boolean }): void {
    const was = this.#wanted;
    this.#wanted = wanted;
    if (wanted.live && !was.live) this.#start();
    else if (!wanted.live && (was.live || wanted.open !== was.open)) this.#stop();
  }

  /**
   * Calls the listener with the packets of the program's room, first those held; until the returned function
   * is called.
   */
  onPackets(listener: (topic: string, text: string) => void): () => void {
    this.#onPacket = listener;
    for (const [topic, text] of this.#held.splice(0)) listener(topic, text);
    return () => {
      if (this.#onPacket === listener) this.#onPacket = null;
    };
  }

  readonly show = (video: HTMLVideoElement | null): void => {
    if (video === this.#video) return;
    this.#video = video;
    if (this.#delivery) this.#enter(this.#delivery.transport);
  };

  setPaused(paused: boolean): void {
    this.#set({ paused });
    if (paused) this.#video?.pause();
    else this.#play();
  }

  /** Must be called in the handler of a press: only then does the browser allow the sound. */
  setMuted(muted: boolean): void {
    this.#set({ muted });
    if (!this.#video) return;
    this.#video.muted = muted;
    this.#play();
  }

  #packet(topic: string, text: string): void {
    if (this.#onPacket) return this.#onPacket(topic, text);
    this.#held.push([topic, text]);
    this.#held.splice(0, this.#held.length - MAX_HELD);
  }

  #start(): void {
    this.#delivery = startDelivery(performance.now(), canShowByWebRtc(this.options.kind));
    this.#look = setInterval(() => this.#lookAtPicture(), LOOK_EVERY_MS);
    this.#prepare = setTimeout(() => {
      if (this.#view.picture === 'none' && this.#video) this.#hls.prepare(this.#video);
    }, PREPARE_HLS_AFTER_MS);
    window.addEventListener('online', this.#networkChanged);
    this.#enter(this.#delivery.transport);
  }

  #stop(): void {
    clearInterval(this.#look);
    clearTimeout(this.#prepare);
    window.removeEventListener('online', this.#networkChanged);
    this.#probing.abort();
    this.#delivery = null;
    this.#hls.leave();
    this.#webrtc.show(null);
    if (this.#wanted.open && this.options.keepRoom && canShowByWebRtc(this.options.kind)) this.#webrtc.join();
    else this.#webrtc.leave();
    this.#set({ transport: 'webrtc', picture: 'none', stuck: false, needsPress: false });
  }

  #enter(transport: Transport): void {
    this.#set({ transport });
    if (transport === 'webrtc') {
      this.#hls.leave();
      this.#webrtc.join();
      this.#webrtc.show(this.#video);
    } else {
      this.#webrtc.leave();
      if (this.#video) this.#hls.show(this.#video);
    }
  }

  #play(): void {
    if (!this.#video || this.#view.paused) return;
    this.#video.play().then(
      () => this.#set({ needsPress: false }),
      // Other refusals are passing, such as that of an element whose source was changed meanwhile.
      (error: unknown) =>
        this.#set({ needsPress: error instanceof Error && error.name === 'NotAllowedError' }),
    );
  }

  #lookAtPicture(): void {
    const video = this.#video;
    if (!this.#delivery || !video) return;
    const { paused, needsPress } = this.#view;
    const visible = document.visibilityState === 'visible';
    const watching = visible && !paused && !needsPress;
    // By HLS a slide is the program, which moves.
    const still = this.#delivery.transport === 'webrtc' && this.#webrtc.still;
    const nowMs = performance.now();
    this.#take(step(this.#delivery, { nowMs, frames: shownFrames(video), watching, still }));
    // A phone that slept may have paused the element; playing again costs nothing where it plays already.
    if (watching && video.paused && (video.srcObject || video.src)) this.#play();
  }

  #loaded(): void {
    if (this.#delivery) this.#delivery = transportLoaded(this.#delivery, performance.now());
  }

  #failed(): void {
    if (this.#delivery) this.#take(transportFailed(this.#delivery, performance.now()));
  }

  #take({ delivery, order }: Step): void {
    this.#delivery = delivery;
    const { moved, everMoved, frozen, fruitless } = delivery;
    const picture = moved && !frozen ? 'moving' : everMoved ? 'gone' : 'none';
    this.#set({ picture, stuck: fruitless && picture !== 'moving' });
    this.#carryOut(order, delivery.transport);
  }

  #carryOut(order: Order, transport: Transport): void {
    if (order === 'keep') return;
    if (order === 'probe') return void this.#probe().catch(() => undefined);
    if (order === 'renew' && transport === 'webrtc') return this.#webrtc.renew();
    this.#enter(transport);
  }

  async #probe(): Promise<void> {
    this.#probing.abort();
    const { signal } = (this.#probing = new AbortController());
    const { probeWebRtc } = await import('./probe');
    // The event may have ended while it was being loaded.
    if (signal.aborted) return;
    const works = await probeWebRtc(this.options.slug, signal);
    if (works && this.#delivery && !signal.aborted)
      this.#take(probeWorked(this.#delivery, performance.now()));
  }

  readonly #networkChanged = (): void => {
    if (this.#delivery) this.#delivery = networkChanged(this.#delivery, performance.now());
  };

  #set(change: Partial<PlaybackView>): void {
    const next = { ...this.#view, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#view)) return;
    this.#view = next;
    for (const listener of this.#listeners) listener();
  }
}
