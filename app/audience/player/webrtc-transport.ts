import type { TokenAnswer } from '../../../contract/messages';
import type { ProgramRoom } from './program-room';
import { viewerToken } from './viewer-token';

export interface WebRtcListener {
  /** There is something new to play in the element. */
  onPicture(): void;
  /** The media client is there, and joining begins. */
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
  /** Grows with each beginning and end; what was loaded for an older one is dropped. */
  #turn = 0;
  #loading = false;

  constructor(
    private readonly slug: string,
    private readonly listener: WebRtcListener,
  ) {}

  /** Joins the room, if it has not. */
  join(): void {
    if (this.#room || this.#loading) return;
    this.#loading = true;
    const turn = (this.#turn += 1);
    const token = askedAhead(() => viewerToken(this.slug));
    import('./program-room')
      .then(({ openProgramRoom }) => {
        if (turn !== this.#turn) return;
        this.#loading = false;
        this.listener.onLoaded();
        this.#room = openProgramRoom(token, {
          ...this.listener,
          onStream: (stream) => {
            this.#stream = stream;
            this.#put();
          },
        });
      })
      .catch(() => {
        if (turn !== this.#turn) return;
        this.#loading = false;
        this.listener.onFailed();
      });
  }

  /** The element that shows the program by this transport; null while another one does. */
  show(video: HTMLVideoElement | null): void {
    if (this.#video && this.#video !== video) this.#video.srcObject = null;
    this.#video = video;
    this.#put();
  }

  renew(): void {
    if (this.#room) this.#room.renew();
    else this.join();
  }

  leave(): void {
    this.#turn += 1;
    this.#loading = false;
    this.#room?.close();
    this.#room = null;
    this.#stream = null;
    this.show(null);
    this.listener.onJoined(false);
  }

  /** Without a stream the last picture stands: better than black. */
  #put(): void {
    if (!this.#video || !this.#stream || this.#video.srcObject === this.#stream) return;
    this.#video.srcObject = this.#stream;
    this.listener.onPicture();
  }
}

/** Asks now for what is needed first, while the media client is still on its way. */
function askedAhead(ask: () => Promise<TokenAnswer>): () => Promise<TokenAnswer> {
  let first: Promise<TokenAnswer> | null = ask();
  // Told to whoever takes it; nobody may.
  first.catch(() => undefined);
  return () => {
    const ready = first ?? ask();
    first = null;
    return ready;
  };
}
