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
