import { playsHlsItself } from './browser-support';

export interface HlsListener {
  /** There is something to play in the element. */
  onPicture(): void;
  /** What plays it is loaded. */
  onLoaded(): void;
  onFailed(): void;
}

/** The program by HLS: a few seconds behind, through any network that lets a web page through. */
export class HlsTransport {
  #stop: (() => void) | null = null;
  #attempt = 0;

  constructor(
    private readonly url: string,
    private readonly listener: HlsListener,
  ) {}

  /** Loads what this element will need, so that changing to HLS does not wait for it. */
  prepare(video: HTMLVideoElement): void {
    // An error here comes again when it is needed.
    if (!playsHlsItself(video)) import('./hls-js-player').catch(() => undefined);
  }

  show(video: HTMLVideoElement): void {
    this.leave();
    const attempt = this.#attempt;
    if (playsHlsItself(video)) {
      video.src = this.url;
      this.#stop = () => {
        video.removeAttribute('src');
        video.load();
      };
      return this.listener.onPicture();
    }
    import('./hls-js-player')
      .then(({ playByHls }) => {
        if (attempt !== this.#attempt) return;
        this.listener.onLoaded();
        this.#stop = playByHls(video, this.url);
        this.listener.onPicture();
      })
      .catch(() => attempt === this.#attempt && this.listener.onFailed());
  }

  leave(): void {
    this.#attempt += 1;
    this.#stop?.();
    this.#stop = null;
  }
}
