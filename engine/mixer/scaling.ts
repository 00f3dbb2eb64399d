export interface Size {
  width: number;
  height: number;
}

export interface Rectangle extends Size {
  x: number;
  y: number;
}

/**
 * Where a picture lies in a frame so that all of it is seen, undistorted and centred; the rest of the frame
 * stays black. Everything is even, because I420 has one chroma sample for two pixels.
 */
export function letterbox(picture: Size, frame: Size): Rectangle {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const width = even(picture.width * scale, frame.width);
  const height = even(picture.height * scale, frame.height);
  return { x: halfEven(frame.width - width), y: halfEven(frame.height - height), width, height };
}

/**
 * The part of a picture, from its middle, that fills a frame undistorted. Even where something is cut off; a
 * side that is seen whole keeps its length, which may be odd.
 */
export function cover(picture: Size, frame: Size): Rectangle {
  const scale = Math.max(frame.width / picture.width, frame.height / picture.height);
  const [x, width] = middle(picture.width, frame.width / scale);
  const [y, height] = middle(picture.height, frame.height / scale);
  return { x, y, width, height };
}

function middle(length: number, seen: number): [start: number, length: number] {
  const part = even(seen, length);
  // Less than two samples are not worth a cut.
  return length - part < 2 ? [0, length] : [halfEven(length - part), part];
}

/** What of a rectangle is left beside the holes: rectangles that do not overlap. */
export function uncovered(whole: Rectangle, holes: readonly Rectangle[]): Rectangle[] {
  return holes.reduce((rest, hole) => rest.flatMap((part) => without(part, hole)), [whole]);
}

function without(part: Rectangle, hole: Rectangle): Rectangle[] {
  const left = Math.max(part.x, hole.x);
  const right = Math.min(part.x + part.width, hole.x + hole.width);
  const top = Math.max(part.y, hole.y);
  const bottom = Math.min(part.y + part.height, hole.y + hole.height);
  if (left >= right || top >= bottom) return [part];
  return [
    { ...part, height: top - part.y },
    { ...part, y: bottom, height: part.y + part.height - bottom },
    { x: part.x, y: top, width: left - part.x, height: bottom - top },
    { x: right, y: top, width: part.x + part.width - right, height: bottom - top },
  ].filter(({ width, height }) => width > 0 && height > 0);
}

export function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function even(length: number, limit: number): number {
  return Math.max(2, Math.min(limit - (limit % 2), Math.round(length / 2) * 2));
}

function halfEven(rest: number): number {
  return Math.floor(rest / 4) * 2;
}
