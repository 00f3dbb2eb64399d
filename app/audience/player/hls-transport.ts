import { playsHlsItself } from './abilities';

export interface HlsListener {
  /** There is something to play in the element. */
  onPicture(): void;
  /** What plays it is there. */
  onLoaded(): void;
  onFailed(): void;
}

/** The program by HLS: a few seconds behind, through whatever lets a web page through. */
export class HlsTransport {
  #stop: (() => void) | null = null;
  #turn = 0;

  constructor(
    private readonly url: string,
    private readonly listener: HlsListener,
  ) {}

  /** Loads what this element will need, so that the change does not wait for it. */
  prepare(video: HTMLVideoElement): void {
    // A failure here shows again when it is needed.
    if (!playsHlsItself(video)) import('./hls-feed').catch(() => undefined);
  }

  show(video: HTMLVideoElement): void {
    this.leave();
    const turn = this.#turn;
    if (playsHlsItself(video)) {
      video.src = this.url;
      this.#stop = () => {
        video.removeAttribute('src');
        video.load();
      };
      return this.listener.onPicture();
    }
    import('./hls-feed')
      .then(({ playByHls }) => {
        if (turn !== this.#turn) return;
        this.listener.onLoaded();
        this.#stop = playByHls(video, this.url);
        this.listener.onPicture();
      })
      .catch(() => turn === this.#turn && this.listener.onFailed());
  }

  leave(): void {
    this.#turn += 1;
    this.#stop?.();
    this.#stop = null;
  }
}
