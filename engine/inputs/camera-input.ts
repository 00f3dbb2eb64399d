import { TrackKind, TrackSource, type RemoteTrack, type RemoteTrackPublication } from '@livekit/rtc-node';
import { JitterBuffer } from '../audio/jitter-buffer';
import { LevelMeter, type Levels } from '../audio/level-meter';
import { FrameRate, freshnessOf, PeakMeter, type TrackState } from './media-meters';
import type { CameraMedia } from '../types';
import { openSoundStream, openVideoStream, setLayer, type NativeFrame, type NativeStream } from './ffi';
import { PhaseHold, type Ticks } from './phase-hold';
import { FrameSlot, isPicture, isTooLarge, type CameraFrame } from './frame-slot';

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

interface OpenPicture extends OpenTrack {
  /** Whether it is a shared screen, and whether any picture of it has come. */
  of: { screen: boolean; seen: boolean };
}

/** The media of one camera: the latest picture, a short buffer of sound, and figures of both for the desk. */
export class CameraInput {
  readonly #now: () => number;
  readonly #ticks: Ticks;
  readonly sound: JitterBuffer;
  readonly #slot: FrameSlot;
  readonly #rate = new FrameRate();
  readonly #meter = new PeakMeter();
  readonly #levels = new LevelMeter();
  #video: OpenPicture | null = null;
  #microphone: OpenTrack | null = null;
  #layer: Layer = 'low';
  /** When the latest frame arrived; null before the first. */
  lastFrameAtMs: number | null = null;
  #size = { width: 0, height: 0 };
  #tooLarge: CameraMedia['tooLarge'] = null;

  constructor(
    readonly cameraId: string,
    now: () => number,
    delays: MediaDelays,
    ticks: Ticks,
  ) {
    this.#now = now;
    this.#ticks = ticks;
    this.#slot = new FrameSlot(delays.pictureMs, new PhaseHold(ticks));
    this.sound = new JitterBuffer(delays.soundMs);
  }

  attach(track: RemoteTrack, publication: RemoteTrackPublication): void {
    const sid = publication.sid ?? '';
    if (track.kind === TrackKind.KIND_VIDEO) {
      this.#leavePicture();
      const of = { screen: publication.source === TrackSource.SOURCE_SCREENSHARE, seen: false };
      const stream = openVideoStream(track, (frame) => (of.seen = this.#receive(frame) || of.seen));
      this.#video = { sid, publication, stream, of };
      setLayer(publication, this.#layer);
    } else if (track.kind === TrackKind.KIND_AUDIO) {
      this.#microphone?.stream.close();
      const stream = openSoundStream(track, (samples) => {
        this.#meter.add(samples, this.#now());
        this.#levels.add(samples);
        this.sound.write(samples);
      });
      this.#microphone = { sid, publication, stream };
    }
  }

  /** @returns whether it is a picture */
  #receive(frame: NativeFrame): boolean {
    this.#tooLarge = isTooLarge(frame) ? { width: frame.width, height: frame.height } : null;
    if (!isPicture(frame)) {
      frame.release();
      return false;
    }
    this.lastFrameAtMs = this.#now();
    this.#rate.add(this.lastFrameAtMs);
    this.#size = { width: frame.width, height: frame.height };
    this.#slot.put(frame, this.lastFrameAtMs, beginOf(frame, this.lastFrameAtMs));
    return true;
  }

  /**
   * A shared screen that is open and has sent a picture: without a change it sends a frame a second or none,
   * and that it is gone shows by its track.
   */
  get still(): boolean {
    return (
      this.#video !== null && this.#video.of.screen && this.#video.of.seen && this.#trackState() === 'open'
    );
  }

  detach(sid: string): void {
    if (this.#video?.sid === sid) this.#leavePicture();
    if (this.#microphone?.sid === sid) {
      this.#microphone.stream.close();
      this.#microphone = null;
    }
  }

  #leavePicture(): void {
    // It was shown until now: the camera that follows has as long as after any last frame.
    if (this.still) this.lastFrameAtMs = this.#now();
    this.#video?.stream.close();
    this.#video = null;
  }

  has(sid: string): boolean {
    return this.#video?.sid === sid || this.#microphone?.sid === sid;
  }

  setLayer(layer: Layer): void {
    if (layer === this.#layer) return;
    this.#layer = layer;
    if (this.#video) setLayer(this.#video.publication, layer);
  }

  /** The frame that is due at this tick, the same object until a newer one is. */
  frame(): CameraFrame | null {
    return this.#slot.latest(this.#ticks.lastMs());
  }

  /** Of the sound as it arrives, whether it is heard or not; since the last call. */
  takeLevels(): Levels {
    return this.#levels.take();
  }

  /** Lost connection: streams end, the last frame stays so that the mixer may repeat it. */
  disconnect(): void {
    this.#leavePicture();
    this.#microphone?.stream.close();
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
      freshness: freshnessOf(this.lastFrameAtMs, this.#trackState(), nowMs, this.still),
      lastFrameAtMs: this.lastFrameAtMs,
      ...this.#size,
      tooLarge: this.#tooLarge,
      fps: this.#rate.fps(nowMs),
      unevenPerS: this.#slot.unevenPerS(nowMs),
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
