/**
 * The pixel work of the mixer, in AssemblyScript, compiled to WebAssembly with SIMD. Works on planes of bytes
 * at raw addresses; memory is laid out and owned by the caller. Weights are 8-bit fractions, 0 to 256.
 *
 * Every function may read up to 16 bytes past the end of a row: the caller leaves that much slack behind each
 * plane.
 */

function lerp16(a: v128, b: v128, wa: v128, wb: v128): v128 {
  const half = i16x8.splat(128);
  const low = i16x8.add(
    i16x8.add(i16x8.mul(i16x8.extend_low_i8x16_u(a), wa), i16x8.mul(i16x8.extend_low_i8x16_u(b), wb)),
    half,
  );
  const high = i16x8.add(
    i16x8.add(i16x8.mul(i16x8.extend_high_i8x16_u(a), wa), i16x8.mul(i16x8.extend_high_i8x16_u(b), wb)),
    half,
  );
  return i8x16.narrow_i16x8_u(i16x8.shr_u(low, 8), i16x8.shr_u(high, 8));
}

/** Mixes two rows of `length` bytes into `dst`: `b` counts `weight` of 256. Writes whole groups of 16. */
function mixRows(dst: usize, a: usize, b: usize, length: i32, weight: i32): void {
  const wa = i16x8.splat(<i16>(256 - weight));
  const wb = i16x8.splat(<i16>weight);
  for (let i = 0; i < length; i += 16) {
    v128.store(dst + i, lerp16(v128.load(a + i), v128.load(b + i), wa, wb));
  }
}

/**
 * One row, eight pixels at a time. The table holds for each group 56 bytes: i32 offset of its first source
 * byte, 4 unused, 16 shuffle indices of the left neighbours, 16 of the right ones, 8 weights of the right
 * ones as i16.
 */
function scaleRowNear(dst: usize, src: usize, table: usize, groups: i32): void {
  const half = i16x8.splat(128);
  const full = i16x8.splat(256);
  for (let g = 0; g < groups; g += 1) {
    const row = v128.load(src + load<i32>(table));
    const left = i16x8.extend_low_i8x16_u(i8x16.swizzle(row, v128.load(table + 8)));
    const right = i16x8.extend_low_i8x16_u(i8x16.swizzle(row, v128.load(table + 24)));
    const weight = v128.load(table + 40);
    const sum = i16x8.add(
      i16x8.add(i16x8.mul(left, i16x8.sub(full, weight)), i16x8.mul(right, weight)),
      half,
    );
    const pixels = i16x8.shr_u(sum, 8);
    v128.store64_lane(dst, i8x16.narrow_i16x8_u(pixels, pixels), 0);
    dst += 8;
    table += 56;
  }
}

/**
 * One row, pixel by pixel, for pictures that shrink to less than half. Table: i32 offset, i32 weight of the
 * next byte.
 */
function scaleRowFar(dst: usize, src: usize, table: usize, width: i32): void {
  for (let x = 0; x < width; x += 1) {
    const at = src + load<i32>(table);
    const weight = load<i32>(table + 4);
    const value = <i32>load<u8>(at) * (256 - weight) + <i32>load<u8>(at + 1) * weight + 128;
    store<u8>(dst + x, value >> 8);
    table += 8;
  }
}

/**
 * Bilinear scale of one plane. `rows` is a table of i32 pairs for each row of the result: offset in bytes of
 * the upper source row, weight of the lower one. `row` is scratch for one source row, `line` for one row of
 * the result.
 */
export function scalePlane(
  src: usize,
  srcWidth: i32,
  dst: usize,
  dstStride: i32,
  dstWidth: i32,
  dstHeight: i32,
  rows: usize,
  columns: usize,
  near: bool,
  row: usize,
  line: usize,
): void {
  for (let y = 0; y < dstHeight; y += 1) {
    const upper = src + load<i32>(rows);
    const weight = load<i32>(rows + 4);
    let from = upper;
    if (weight != 0) {
      mixRows(row, upper, upper + srcWidth, srcWidth, weight);
      from = row;
    }
    if (srcWidth == dstWidth) {
      memory.copy(dst, from, dstWidth);
    } else {
      if (near) scaleRowNear(line, from, columns, (dstWidth + 7) >> 3);
      else scaleRowFar(line, from, columns, dstWidth);
      memory.copy(dst, line, dstWidth);
    }
    dst += dstStride;
    rows += 8;
  }
}

/** Turns a plane clockwise by 90, 180 or 270 degrees; `width` and `height` are those of the source. */
export function rotatePlane(
  src: usize,
  width: i32,
  height: i32,
  dst: usize,
  dstStride: i32,
  degrees: i32,
): void {
  for (let y = 0; y < height; y += 1) {
    const row = src + y * width;
    let to = dst;
    let step = 0;
    if (degrees == 90) {
      to = dst + (height - 1 - y);
      step = dstStride;
    } else if (degrees == 180) {
      to = dst + (height - 1 - y) * dstStride + (width - 1);
      step = -1;
    } else {
      to = dst + (width - 1) * dstStride + y;
      step = -dstStride;
    }
    for (let x = 0; x < width; x += 1) {
      store<u8>(to, load<u8>(row + x));
      to += step;
    }
  }
}

export function fillPlane(dst: usize, stride: i32, width: i32, height: i32, value: u8): void {
  for (let y = 0; y < height; y += 1) memory.fill(dst + y * stride, value, width);
}

/** Moves `length` bytes toward `value`: `weight` of 256 of the source stays. Writes whole groups of 16. */
export function fadeBytes(dst: usize, src: usize, length: i32, value: u8, weight: i32): void {
  const toward = i8x16.splat(value);
  const wa = i16x8.splat(<i16>(256 - weight));
  const wb = i16x8.splat(<i16>weight);
  for (let i = 0; i < length; i += 16) {
    v128.store(dst + i, lerp16(toward, v128.load(src + i), wa, wb));
  }
}
