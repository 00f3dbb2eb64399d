/** Frames a second of every simulated camera. */
export const FPS = 30;

/** A flash and a beep begin together at every fifth second of the loop, in all cameras. */
export const FLASH_EVERY_S = 5;
/** Three frames, so that an engine with a clock of its own shows at least two of them. */
export const FLASH_FRAMES = 3;

/** The beep: 1 kHz for 100 ms, from the first frame of the flash on. */
export const BEEP_HZ = 1000;
export const BEEP_MS = 100;

/** Loops that exist: a minute for people, 20 seconds for tests. Both are whole numbers of flashes. */
export type LoopSeconds = 20 | 60;

/** Frames of a flash that have passed at this frame of the loop, or null between flashes. */
export function flashAge(frame: number): number | null {
  const age = frame % (FLASH_EVERY_S * FPS);
  return age < FLASH_FRAMES ? age : null;
}

/**
 * The faint tone under each camera's crowd, by which a test tells whose sound it hears: 340, 400, 460 … Hz.
 * 60 Hz apart tells them apart within 50 ms, and none of the first eight comes near the beep.
 */
export function toneHz(camera: number): number {
  return 280 + 60 * camera;
}

/** Cameras that have a mark and a tone of their own. */
export const MAX_CAMERAS = 8;

/** Frames from `from` on to `to` in a loop of `seconds`: 0 up to one less than the loop's frames. */
export function framesAhead(from: number, to: number, seconds: LoopSeconds): number {
  const frames = seconds * FPS;
  return (((to - from) % frames) + frames) % frames;
}
