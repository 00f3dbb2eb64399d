/**
 * The burned-in number of a picture, as a strip of black and white cells: 20 × 2 cells, the four corners
 * fixed, between them 36 bits: camera (4), frame of the loop (16), flash (1), a constant (3) and a CRC-12
 * over what precedes it. A cell is 1/36 of the picture's height (20 px at 720p, 5 px at 180p), which survives
 * x264 at 200 kbit/s and two halvings. The strip is in the lower right corner, where neither the score bug
 * nor a tile's number covers it.
 */
export const COLUMNS = 20;
export const ROWS = 2;

/** Sizes and places as fractions of the picture's height; the strip is anchored to its lower right corner. */
export const CELL = 1 / 36;
export const MARGIN = 1 / 30;

export interface Mark {
  /** 1 to 15. */
  camera: number;
  /** Frame of the loop, 0 to 65535. */
  frame: number;
  /** True during the frames of a flash. */
  flash: boolean;
}

const CONSTANT = 0b101;
/** x^12 + x^11 + x^3 + x^2 + x + 1, the CRC-12 of telecommunications. */
const POLYNOMIAL = 0x80f;
/** Mixed into the bits so that small numbers are no long runs of black. */
const WHITENING = [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1];

const CORNERS = new Map([
  [0, true],
  [COLUMNS - 1, false],
  [COLUMNS, false],
  [2 * COLUMNS - 1, true],
]);

/** The cells row by row, true for white. */
export function cellsOf(mark: Mark): boolean[] {
  const payload = [
    ...bits(mark.camera, 4),
    ...bits(mark.frame, 16),
    mark.flash ? 1 : 0,
    ...bits(CONSTANT, 3),
  ];
  const whole = whiten([...payload, ...bits(crc12(payload), 12)]);
  const cells: boolean[] = [];
  let next = 0;
  for (let i = 0; i < COLUMNS * ROWS; i++) cells.push(CORNERS.get(i) ?? whole[next++] === 1);
  return cells;
}

/** The mark in these cells, or null where corners, constant or checksum do not fit. */
export function markOf(cells: readonly boolean[]): Mark | null {
  const whole: number[] = [];
  for (let i = 0; i < COLUMNS * ROWS; i++) {
    const corner = CORNERS.get(i);
    if (corner === undefined) whole.push(cells[i] ? 1 : 0);
    else if (corner !== cells[i]) return null;
  }
  const plain = whiten(whole);
  const payload = plain.slice(0, 24);
  if (number(plain.slice(24)) !== crc12(payload) || number(payload.slice(21)) !== CONSTANT) return null;
  return {
    camera: number(payload.slice(0, 4)),
    frame: number(payload.slice(4, 20)),
    flash: payload[20] === 1,
  };
}

const bits = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (value >> (count - 1 - i)) & 1);

const number = (list: readonly number[]): number => list.reduce((sum, bit) => sum * 2 + bit, 0);

const whiten = (list: readonly number[]): number[] =>
  list.map((bit, i) => bit ^ (WHITENING[i % WHITENING.length] ?? 0));

function crc12(list: readonly number[]): number {
  let crc = 0xfff;
  for (const bit of list) {
    const top = ((crc >> 11) & 1) ^ bit;
    crc = (crc << 1) & 0xfff;
    if (top) crc ^= POLYNOMIAL;
  }
  return crc;
}

/** Frames a second of every simulated camera. */
export const FPS = 30;

/** A flash and a beep begin together at every fifth second of the loop, in all cameras. */
export const FLASH_EVERY_S = 5;
/** Three frames, so that an engine with a clock of its own shows at least two of them. */
export const FLASH_FRAMES = 3;

/** The beep: 1 kHz for 100 ms, from the first frame of the flash on. */
export const BEEP_HZ = 1000;
export const BEEP_MS = 100;

/** A minute for people, 20 seconds for tests. Both are multiples of the flash interval. */
export type LoopSeconds = 20 | 60;

/** Frames since the start of the flash at this frame of the loop, or null between flashes. */
export function flashAge(frame: number): number | null {
  const age = frame % (FLASH_EVERY_S * FPS);
  return age < FLASH_FRAMES ? age : null;
}

/**
 * The faint tone under each camera's crowd, by which a test recognizes its sound: 340, 400, 460 … Hz. 60 Hz
 * apart, they can be distinguished within 50 ms, and none of the first eight is near the beep.
 */
export function toneHz(camera: number): number {
  return 280 + 60 * camera;
}

/** Cameras with a mark and a tone of their own. */
export const MAX_CAMERAS = 8;

/** Frames from `from` on to `to` in a loop of `seconds`: 0 up to one less than the loop's frames. */
export function framesAhead(from: number, to: number, seconds: LoopSeconds): number {
  const frames = seconds * FPS;
  return (((to - from) % frames) + frames) % frames;
}
