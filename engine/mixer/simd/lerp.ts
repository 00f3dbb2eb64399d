/**
 * The pixel work of the mixer, in AssemblyScript, compiled to WebAssembly with SIMD. Works on planes of bytes
 * at raw addresses; memory is laid out and owned by the caller. Weights are 8-bit fractions, 0 to 256.
 *
 * Every function may read up to 32 bytes past the end of a row: the caller leaves that much slack behind each
 * plane. None writes past it, except into scratch.
 */

/** Sixteen bytes between `a` and `b`; eight weights of `b` for the lower half of them, eight for the upper. */
export function lerp16(a: v128, b: v128, low: v128, high: v128): v128 {
  const full = i16x8.splat(256);
  return i8x16.narrow_i16x8_u(
    lerp8(i16x8.extend_low_i8x16_u(a), i16x8.extend_low_i8x16_u(b), i16x8.sub(full, low), low),
    lerp8(i16x8.extend_high_i8x16_u(a), i16x8.extend_high_i8x16_u(b), i16x8.sub(full, high), high),
  );
}

/** Eight values as i16, with the weights of both. 255 * 256 + 128 just fits. */
export function lerp8(a: v128, b: v128, wa: v128, wb: v128): v128 {
  const sum = i16x8.add(i16x8.add(i16x8.mul(a, wa), i16x8.mul(b, wb)), i16x8.splat(128));
  return i16x8.shr_u(sum, 8);
}

export function lerp1(a: i32, b: i32, weight: i32): i32 {
  return (a * (256 - weight) + b * weight + 128) >> 8;
}
