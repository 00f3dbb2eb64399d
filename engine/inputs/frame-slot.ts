import type { Picture } from '../types';
import type { NativeFrame, Rotation } from './ffi';
import { FrameRate } from './media-meters';
import type { PhaseHold } from './phase-hold';

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
/** A tick that runs late, as after a pause of the process, still finds the frames of its own time. */
export const LATE_TICK_MS = 100;
/** Ticks further apart are not of one look at a camera. */
const SHOWN_WITHIN_MS = 100;
/** Nor more memory than this, bytes: 20 frames of 1080p, five of 4K. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/**
 * Holds the latest frame of one camera, and for as long as pictures are held back to meet their sound the few
 * that follow it. A slow mixer never makes a queue, and a frame is copied only when the mixer wants it.
 */
export class FrameSlot {
  readonly #delayMs: number;
  readonly #phase: PhaseHold | null;
  readonly #uneven = new FrameRate();
  #lookedMs = -Infinity;
  #waiting: { frame: NativeFrame; fromMs: number }[] = [];
  #shown: CameraFrame | null = null;
  /** Holds the frame that is shown, and is used again for the next one. */
  #memory = new Uint8Array(0);

  constructor(delayMs: number, phase: PhaseHold | null = null) {
    this.#delayMs = delayMs;
    this.#phase = phase;
  }

  /** `fromMs` is when the delay of this frame begins. */
  put(frame: NativeFrame, nowMs: number, fromMs = nowMs): void {
    this.#waiting.push({ frame, fromMs });
    this.#phase?.add(fromMs + this.#delayMs);
    // Frames of a camera that is not shown are dropped here.
    while (this.#isTooMuch() || this.#isDue(1, nowMs - LATE_TICK_MS)) this.#waiting.shift()?.frame.release();
  }

  /**
   * The frame that is due at the time of a tick; the same object until a newer one is, so identity shows
   * whether the picture changed.
   */
  latest(tickMs: number): CameraFrame | null {
    const waited = this.#waiting.length;
    while (this.#isDue(1, tickMs)) this.#waiting.shift()?.frame.release();
    // The very first frame is shown at once: a picture that stands for a moment is better than none.
    if (this.#isDue(0, tickMs) || !this.#shown) this.#show();
    this.#count(tickMs, waited - this.#waiting.length);
    return this.#shown;
  }

  /** Pictures a second that were repeated or skipped, over the last two seconds in which it was looked at. */
  unevenPerS(nowMs: number): number {
    return this.#uneven.fps(nowMs);
  }

  #count(tickMs: number, frames: number): void {
    const { framesPerTick = null } = this.#phase ?? {};
    const sinceMs = tickMs - this.#lookedMs;
    if (sinceMs <= 0) return;
    this.#lookedMs = tickMs;
    // Between other ticks it was not shown.
    if (framesPerTick === null || sinceMs > SHOWN_WITHIN_MS) return;
    if (frames !== framesPerTick) this.#uneven.add(tickMs);
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
    return entry !== undefined && nowMs - entry.fromMs >= this.#delayMs + (this.#phase?.shiftMs ?? 0);
  }

  clear(): void {
    for (const { frame } of this.#waiting) frame.release();
    this.#waiting = [];
    this.#shown = null;
  }
}
