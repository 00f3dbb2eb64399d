import type { PictureTrouble } from '../../contract/vocabulary';
import type { CameraFrame } from './frame-slot';

/** A few looks a second find the end of movement early enough for the limits below. */
const LOOK_EVERY_MS = 125;
/** Longer than a person holds still, and short enough for a warning within 2.5 s (F12). */
export const STILL_AFTER_MS = 2_000;
/** Longer than a flash or a hand before the lens. */
export const BLACK_AFTER_MS = 1_000;

/** Points of the picture that are compared, whatever its size. */
const COLUMNS = 160;
const ROWS = 90;
const POINTS = COLUMNS * ROWS;
/** Mean difference that noise of a camera that films reaches, and an encoder's repetition does not. */
const MOVED_MEAN = 0.4;
/** Something small moves, far away: so many points that differ by so much. */
const MOVED_POINT = 14;
const MOVED_POINTS = 4;
/** Video black is 16; a covered lens is not quite black. A match by night has lights and lines. */
const BLACK_MEAN = 30;
const LIT_POINT = 56;
const LIT_SHARE = 0.005;

/**
 * Whether the picture of the on-air camera lives: looks at the brightness of some points, a few times a
 * second, never at whole frames. Also looks at the director's camera while another one is shown, and at a
 * camera that was left with something wrong, until it lives. Frames that do not arrive at all are the
 * ladder's matter.
 */
export class PictureWatch {
  readonly #pictures = new Map<string, WatchedPicture>();
  #cameraId: string | null = null;

  /** The camera on the air, null for the slate. */
  get cameraId(): string | null {
    return this.#cameraId;
  }

  /** Null where nothing is wrong with its picture, or where it is not watched. */
  troubleOf(cameraId: string | null): PictureTrouble | null {
    return (cameraId === null ? null : this.#pictures.get(cameraId)?.trouble) ?? null;
  }

  /**
   * Called with each tick.
   * @param home the director's camera
   * @returns whether what is wrong on the air has changed
   */
  look(
    shown: string | null,
    home: string | null,
    frameOf: (cameraId: string) => CameraFrame | null,
    nowMs: number,
  ): boolean {
    const isOther = shown !== this.#cameraId;
    const before = this.troubleOf(this.#cameraId);
    this.#cameraId = shown;
    for (const [id, picture] of this.#pictures)
      if (id !== shown && id !== home && picture.trouble === null) this.#pictures.delete(id);
    for (const id of [shown, home])
      if (id !== null && !this.#pictures.has(id)) this.#pictures.set(id, new WatchedPicture());
    for (const [id, picture] of this.#pictures) if (picture.isDue(nowMs)) picture.look(frameOf(id), nowMs);
    const now = this.troubleOf(shown);
    return now !== before || (isOther && now !== null);
  }
}

/** The picture of one camera, from the first look on. */
class WatchedPicture {
  /** Width, height and turn: with another layer nothing can be compared. */
  #shape = '';
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #movedAtMs = 0;
  #litAtMs = 0;
  #before = new Uint8Array(POINTS);
  #now = new Uint8Array(POINTS);
  trouble: PictureTrouble | null = null;

  isDue(nowMs: number): boolean {
    return nowMs - this.#lookedAtMs >= LOOK_EVERY_MS;
  }

  look(frame: CameraFrame | null, nowMs: number): void {
    if (!frame || this.#lookedAtMs === Number.NEGATIVE_INFINITY) this.#begin(nowMs);
    this.#lookedAtMs = nowMs;
    if (frame) this.#see(frame, nowMs);
  }

  #begin(nowMs: number): void {
    [this.#movedAtMs, this.#litAtMs, this.trouble, this.#shape] = [nowMs, nowMs, null, ''];
  }

  #see(frame: CameraFrame, nowMs: number): void {
    const shape = `${frame.width} ${frame.height} ${frame.rotation}`;
    const isDark = this.#sample(frame);
    if (!isDark) this.#litAtMs = nowMs;
    const isSame = shape === this.#shape;
    if (!isSame || hasMoved(this.#before, this.#now)) {
      // Another layer of a picture that stands still is not movement.
      if (isSame || this.trouble !== 'still') this.#movedAtMs = nowMs;
      this.#shape = shape;
      [this.#before, this.#now] = [this.#now, this.#before];
    }
    if (nowMs - this.#litAtMs >= BLACK_AFTER_MS) this.trouble = 'black';
    else this.trouble = nowMs - this.#movedAtMs >= STILL_AFTER_MS ? 'still' : null;
  }

  /** Reads the points of a picture. @returns whether they are black */
  #sample({ width, height, data }: CameraFrame): boolean {
    let sum = 0;
    let lit = 0;
    for (let row = 0; row < ROWS; row++) {
      const line = Math.floor(((row + 0.5) * height) / ROWS) * width;
      for (let column = 0; column < COLUMNS; column++) {
        const luma = data[line + Math.floor(((column + 0.5) * width) / COLUMNS)] ?? 0;
        this.#now[row * COLUMNS + column] = luma;
        sum += luma;
        if (luma >= LIT_POINT) lit += 1;
      }
    }
    return sum / POINTS < BLACK_MEAN && lit / POINTS < LIT_SHARE;
  }
}

function hasMoved(before: Uint8Array, now: Uint8Array): boolean {
  let sum = 0;
  let far = 0;
  for (let i = 0; i < POINTS; i++) {
    const difference = Math.abs((now[i] ?? 0) - (before[i] ?? 0));
    sum += difference;
    if (difference >= MOVED_POINT) far += 1;
  }
  return sum / POINTS >= MOVED_MEAN || far >= MOVED_POINTS;
}
