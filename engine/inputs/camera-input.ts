import { TrackKind, type RemoteTrack, type RemoteTrackPublication } from '@livekit/rtc-node';
import { JitterBuffer } from '../audio/jitter-buffer';
import { FrameRate, freshnessOf, PeakMeter, type TrackState } from './media-meters';
import type { CameraMedia } from '../types';
import { openSoundStream, openVideoStream, setLayer, type NativeFrame, type NativeStream } from './ffi';
import { FrameSlot, isPicture, type CameraFrame } from './frame-slot';

export type Layer = 'high' | 'low';

/** How far a camera's media are held back, ms. */
export interface MediaDelays {
  /** Until a picture meets its sound, which takes longer to get here. */
  pictureMs: number;
  /** Reserve against late blocks of sound. */
  soundMs: number;
}

/** A frame's own time further off than this comes from another clock. */
const MAX_RENDER_OFF_MS = 250;

interface OpenTrack {
  sid: string;
  publication: RemoteTrackPublication;
  stream: NativeStream;
}

/** The media of one camera: the latest picture, a short buffer of sound, and figures of both for the desk. */
export class CameraInput {
  readonly #now: () => number;
  readonly sound: JitterBuffer;
  readonly #slot: FrameSlot;
  readonly #rate = new FrameRate();
  readonly #meter = new PeakMeter();
  #video: OpenTrack | null = null;
  #microphone: OpenTrack | null = null;
  #layer: Layer = 'low';
  /** When the latest frame arrived; null before the first. */
  lastFrameAtMs: number | null = null;
  #size = { width: 0, height: 0 };

  constructor(
    readonly cameraId: string,
    now: () => number,
    delays: MediaDelays,
  ) {
    this.#now = now;
    this.#slot = new FrameSlot(delays.pictureMs);
    this.sound = new JitterBuffer(delays.soundMs);
  }

  attach(track: RemoteTrack, publication: RemoteTrackPublication): void {
    const sid = publication.sid ?? '';
    if (track.kind === TrackKind.KIND_VIDEO) {
      this.#video?.stream.close();
      const stream = openVideoStream(track, (frame) => this.#receive(frame));
      this.#video = { sid, publication, stream };
      setLayer(publication, this.#layer);
    } else if (track.kind === TrackKind.KIND_AUDIO) {
      this.#microphone?.stream.close();
      const stream = openSoundStream(track, (samples) => {
        this.#meter.add(samples, this.#now());
        this.sound.write(samples);
      });
      this.#microphone = { sid, publication, stream };
    }
  }

  #receive(frame: NativeFrame): void {
    if (!isPicture(frame)) return frame.release();
    this.lastFrameAtMs = this.#now();
    this.#rate.add(this.lastFrameAtMs);
    this.#size = { width: frame.width, height: frame.height };
    this.#slot.put(frame, this.lastFrameAtMs, beginOf(frame, this.lastFrameAtMs));
  }

  detach(sid: string): void {
    if (this.#video?.sid === sid) {
      this.#video.stream.close();
      this.#video = null;
    }
    if (this.#microphone?.sid === sid) {
      this.#microphone.stream.close();
      this.#microphone = null;
    }
  }

  has(sid: string): boolean {
    return this.#video?.sid === sid || this.#microphone?.sid === sid;
  }

  setLayer(layer: Layer): void {
    if (layer === this.#layer) return;
    this.#layer = layer;
    if (this.#video) setLayer(this.#video.publication, layer);
  }

  /** The frame that is due now, the same object until a newer one is. */
  frame(): CameraFrame | null {
    return this.#slot.latest(this.#now());
  }

  /** Lost connection: streams end, the last frame stays so that the mixer may repeat it. */
  disconnect(): void {
    this.#video?.stream.close();
    this.#microphone?.stream.close();
    this.#video = null;
    this.#microphone = null;
  }

  close(): void {
    this.disconnect();
    this.#slot.clear();
  }

  #trackState(): TrackState {
    if (!this.#video) return 'none';
    return this.#video.publication.muted ? 'muted' : 'open';
  }

  media(): CameraMedia {
    const nowMs = this.#now();
    return {
      cameraId: this.cameraId,
      freshness: freshnessOf(this.lastFrameAtMs, this.#trackState(), nowMs),
      lastFrameAtMs: this.lastFrameAtMs,
      ...this.#size,
      fps: this.#rate.fps(nowMs),
      audioPeakDb: this.#meter.peakDb(nowMs),
    };
  }
}

/**
 * When the delay of a frame begins. A busy machine delivers frames late; counted from their own time they are
 * still shown in time.
 */
function beginOf({ renderAtMs }: NativeFrame, arrivedAtMs: number): number {
  return renderAtMs !== null && Math.abs(renderAtMs - arrivedAtMs) <= MAX_RENDER_OFF_MS
    ? renderAtMs
    : arrivedAtMs;
}
