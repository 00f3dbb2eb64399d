export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Where a picture lies in a frame so that all of it is seen, undistorted and centred; the rest of the frame
 * stays black. Everything is even, because I420 has one chroma sample for two pixels.
 */
export function letterbox(
  picture: { width: number; height: number },
  frame: { width: number; height: number },
): Rectangle {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const width = even(picture.width * scale, frame.width);
  const height = even(picture.height * scale, frame.height);
  return { x: halfEven(frame.width - width), y: halfEven(frame.height - height), width, height };
}

function even(length: number, limit: number): number {
  return Math.max(2, Math.min(limit, Math.round(length / 2) * 2));
}

function halfEven(rest: number): number {
  return Math.floor(rest / 4) * 2;
}

/**
 * What a bilinear scale looks up for one sample of its result. Sample positions are pixel centres, as in
 * every scaler that keeps a picture in its place: source = (result + 0.5) * ratio - 0.5, clamped to the edge.
 */
interface Tap {
  /** Index of the first of the two source samples. */
  at: number;
  /** Share of the second one, of 256. */
  weight: number;
}

/** The two neighbours of every sample of a row or column of `to` samples made from `from`. */
function taps(from: number, to: number): Tap[] {
  return Array.from({ length: to }, (_, i) => {
    const position = Math.max(0, Math.min(from - 1, ((i + 0.5) * from) / to - 0.5));
    const at = Math.min(Math.floor(position), Math.max(0, from - 2));
    return { at, weight: from === 1 ? 0 : Math.round((position - at) * 256) };
  });
}

/** Pairs of i32: offset in bytes of the upper row, weight of the lower. See `scalePlane`. */
export function rowTable(from: number, to: number, stride: number): Int32Array {
  return Int32Array.from(taps(from, to).flatMap(({ at, weight }) => [at * stride, weight]));
}

const GROUP = 8;
const GROUP_BYTES = 56;
/** A shuffle reaches the 16 bytes that one load brings. */
const REACH = 16;

export interface ColumnTable {
  /** Whether eight neighbours come from within 16 bytes, so that shuffles can be used. */
  near: boolean;
  bytes: Uint8Array;
}

export function columnTable(from: number, to: number): ColumnTable {
  const columns = taps(from, to);
  const groups = Array.from({ length: Math.ceil(to / GROUP) }, (_, g) =>
    columns.slice(g * GROUP, (g + 1) * GROUP),
  );
  const near = groups.every((group) => (group.at(-1)?.at ?? 0) + 1 - (group[0]?.at ?? 0) < REACH);
  return near ? { near, bytes: nearTable(groups) } : { near, bytes: farTable(columns) };
}

function nearTable(groups: Tap[][]): Uint8Array {
  const bytes = new Uint8Array(groups.length * GROUP_BYTES);
  const view = new DataView(bytes.buffer);
  groups.forEach((group, g) => {
    const start = g * GROUP_BYTES;
    const first = group[0]?.at ?? 0;
    view.setInt32(start, first, true);
    group.forEach(({ at, weight }, i) => {
      bytes[start + 8 + i] = at - first;
      bytes[start + 24 + i] = at - first + 1;
      view.setInt16(start + 40 + i * 2, weight, true);
    });
  });
  return bytes;
}

function farTable(columns: Tap[]): Uint8Array {
  return new Uint8Array(Int32Array.from(columns.flatMap(({ at, weight }) => [at, weight])).buffer);
}
