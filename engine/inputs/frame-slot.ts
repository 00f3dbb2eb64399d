import type { Picture } from '../types';
import type { NativeFrame, Rotation } from './ffi';

/** Widths and heights that a frame may have; larger ones do not come from phones (4K is 3840 × 2160). */
export const MAX_SIDE = 4096;

/** A frame as a camera sent it, copied out of native memory, with the turn that makes it upright. */
export interface CameraFrame extends Picture {
  rotation: Rotation;
}

/**
 * Holds the latest frame of one camera and nothing else: a slow mixer never makes a queue, and a frame is copied only
 * when the mixer wants it.
 */
export class FrameSlot {
  private native: NativeFrame | null = null;
  private copied: CameraFrame | null = null;

  put(frame: NativeFrame): void {
    this.native?.release();
    this.native = frame;
    this.copied = null;
  }

  /** The latest frame; the same object as long as no newer one came, so identity tells whether the picture changed. */
  latest(): CameraFrame | null {
    if (!this.copied && this.native) {
      const { width, height, rotation } = this.native;
      this.copied = { width, height, rotation, data: this.native.copy() };
      this.native.release();
      this.native = null;
    }
    return this.copied;
  }

  clear(): void {
    this.native?.release();
    this.native = null;
    this.copied = null;
  }
}
