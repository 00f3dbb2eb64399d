/**
 * BT.601 in limited range, as WebRTC cameras send it, so that slate and cameras agree. Width and height are
 * even.
 */
export function rgbaToI420(rgba: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const luma = width * height;
  const half = width / 2;
  const out = new Uint8Array((luma * 3) / 2);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const r = rgba[at] ?? 0;
      const g = rgba[at + 1] ?? 0;
      const b = rgba[at + 2] ?? 0;
      out[y * width + x] = (66 * r + 129 * g + 25 * b + 4224) >> 8;
      if (x % 2 === 0 && y % 2 === 0) {
        const chroma = luma + (y / 2) * half + x / 2;
        out[chroma] = (-38 * r - 74 * g + 112 * b + 32_896) >> 8;
        out[chroma + luma / 4] = (112 * r - 94 * g - 18 * b + 32_896) >> 8;
      }
    }
  }
  return out;
}
