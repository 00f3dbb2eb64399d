import type { TokenAnswer } from '../../../contract/messages';
import { api } from '../../api/client';
import type { ProgramRoom } from './program-room';

export interface WebRtcListener {
  /** There is something new to play in the element. */
  onPicture(): void;
  /** The media client is loaded, and joining starts. */
  onLoaded(): void;
  onPacket(topic: string, text: string): void;
  /** Whether the room is joined now. */
  onJoined(joined: boolean): void;
  onFailed(): void;
}

/** The program by LiveKit: half a second behind. Its client is loaded when the room is first joined. */
export class WebRtcTransport {
  #room: ProgramRoom | null = null;
  #stream: MediaStream | null = null;
  #video: HTMLVideoElement | null = null;
  /** The picture is a screen, which moves only when something changes. */
  still = false;
  /** Raised by each start and stop; what was loaded for an older one is dropped. */
  #attempt = 0;
  #loading = false;

  constructor(
    private readonly slug: string,
    private readonly listener: WebRtcListener,
  ) {}

  /** Joins the room, if it has not. */
  join(): void {
    if (this.#room || this.#loading) return;
    this.#loading = true;
    const attempt = (this.#attempt += 1);
    const token = prefetched(() => viewerToken(this.slug));
    import('./program-room')
      .then(({ openProgramRoom }) => {
        if (attempt !== this.#attempt) return;
        this.#loading = false;
        this.listener.onLoaded();
        this.#room = openProgramRoom(token, {
          ...this.listener,
          onStream: (stream, still) => {
            this.#stream = stream;
            this.still = still;
            this.#attach();
          },
        });
      })
      .catch(() => {
        if (attempt !== this.#attempt) return;
        this.#loading = false;
        this.listener.onFailed();
      });
  }

  /** The element that shows the program by this transport; null while another one does. */
  show(video: HTMLVideoElement | null): void {
    if (this.#video && this.#video !== video) this.#video.srcObject = null;
    this.#video = video;
    this.#attach();
  }

  renew(): void {
    if (this.#room) this.#room.renew();
    else this.join();
  }

  leave(): void {
    this.#attempt += 1;
    this.#loading = false;
    this.#room?.close();
    this.#room = null;
    this.#stream = null;
    this.still = false;
    this.show(null);
    this.listener.onJoined(false);
  }

  /** Without a stream the last picture stays: better than black. */
  #attach(): void {
    if (!this.#video || !this.#stream || this.#video.srcObject === this.#stream) return;
    this.#video.srcObject = this.#stream;
    this.listener.onPicture();
  }
}

/** Asks at once for what is needed first, while the media client is still being loaded. */
function prefetched(ask: () => Promise<TokenAnswer>): () => Promise<TokenAnswer> {
  let first: Promise<TokenAnswer> | null = ask();
  // Its error belongs to the caller that takes it; there may be none.
  first.catch(() => undefined);
  return () => {
    const ready = first ?? ask();
    first = null;
    return ready;
  };
}

const TOKEN_TIMEOUT_MS = 5_000;

/** A viewer's token for the program room. @throws PostError */
export function viewerToken(slug: string): Promise<TokenAnswer> {
  const query = { room: slug, username: 'Viewer' };
  return api('GET /api/livekit/token', { query, timeoutMs: TOKEN_TIMEOUT_MS });
}
