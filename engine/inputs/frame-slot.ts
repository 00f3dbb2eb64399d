import type { Picture } from '../types';
import type { NativeFrame, Rotation } from './ffi';

/** Of cameras (4K is 3840 × 2160) and of shared screens, wide ones too (5120 × 1440, 7680 × 2160). */
export const MAX_SIDE = 8192;
/** A frame of so many pixels takes 25 MB. */
const MAX_PIXELS = 4096 * 4096;
/**
 * Smaller ones come from LiveKit's server itself: when a camera goes, it closes the track with black frames
 * of 2 × 2 or 8 × 8.
 */
const MIN_SIDE = 16;

/**
 * Whether a frame is a camera's picture: neither a placeholder of a camera that is gone, nor more than memory
 * should hold.
 */
export function isPicture(size: { width: number; height: number }): boolean {
  return Math.min(size.width, size.height) >= MIN_SIDE && !isTooLarge(size);
}

export function isTooLarge({ width, height }: { width: number; height: number }): boolean {
  return Math.max(width, height) > MAX_SIDE || width * height > MAX_PIXELS;
}

/**
 * A frame as a camera sent it, copied out of native memory, with the turn that makes it upright. Valid until
 * the slot shows the next one.
 */
export interface CameraFrame extends Picture {
  rotation: Rotation;
}

/** More frames than this are never waiting: at 60 a second it is 200 ms. */
const MAX_WAITING = 12;
/** Nor more memory than this, bytes: 20 frames of 1080p, five of 4K. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/**
 * Holds the latest frame of one camera, and for as long as pictures are held back to meet their sound the few
 * that follow it. A slow mixer never makes a queue, and a frame is copied only when the mixer wants it.
 */
export class FrameSlot {
  readonly #delayMs: number;
  #waiting: { frame: NativeFrame; fromMs: number }[] = [];
  #shown: CameraFrame | null = null;
  /** Holds the frame that is shown, and is used again for the next one. */
  #memory = new Uint8Array(0);

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  /** `fromMs` is when the delay of this frame begins. */
  put(frame: NativeFrame, nowMs: number, fromMs = nowMs): void {
    this.#waiting.push({ frame, fromMs });
    // Frames of a camera that is not shown are dropped here.
    while (this.#isTooMuch() || this.#isDue(1, nowMs)) this.#waiting.shift()?.frame.release();
  }

  /**
   * The frame that is due; the same object until a newer one is, so identity shows whether the picture
   * changed.
   */
  latest(nowMs: number): CameraFrame | null {
    while (this.#isDue(1, nowMs)) this.#waiting.shift()?.frame.release();
    // The very first frame is shown at once: a picture that stands for a moment is better than none.
    if (this.#isDue(0, nowMs) || !this.#shown) this.#show();
    return this.#shown;
  }

  #show(): void {
    const next = this.#waiting.shift();
    if (!next) return;
    const { width, height, rotation, bytes } = next.frame;
    if (this.#memory.length < bytes) this.#memory = new Uint8Array(bytes);
    next.frame.copyInto(this.#memory);
    this.#shown = { width, height, rotation, data: this.#memory.subarray(0, bytes) };
    next.frame.release();
  }

  #isTooMuch(): boolean {
    if (this.#waiting.length > MAX_WAITING) return true;
    const bytes = this.#waiting.reduce((sum, { frame }) => sum + frame.bytes, 0);
    return this.#waiting.length > 1 && bytes > MAX_WAITING_BYTES;
  }

  #isDue(index: number, nowMs: number): boolean {
    const entry = this.#waiting[index];
    return entry !== undefined && nowMs - entry.fromMs >= this.#delayMs;
  }

  clear(): void {
    for (const { frame } of this.#waiting) frame.release();
    this.#waiting = [];
    this.#shown = null;
  }
}
