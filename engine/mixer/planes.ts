/** Black in limited range, as cameras and x264 have it. */
export const BLACK_LUMA = 16;
export const NO_CHROMA = 128;

export interface Plane {
  offset: number;
  width: number;
  height: number;
  chroma: boolean;
}

/** Planes of an I420 picture one after the other: Y, U, V. */
export function planesOf(width: number, height: number): [Plane, Plane, Plane] {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2), chroma: true };
  const luma = width * height;
  return [
    { offset: 0, width, height, chroma: false },
    { offset: luma, ...half },
    { offset: luma + half.width * half.height, ...half },
  ];
}

/** Bytes of an I420 picture. */
export function i420Bytes(width: number, height: number): number {
  const [, , v] = planesOf(width, height);
  return v.offset + v.width * v.height;
}
