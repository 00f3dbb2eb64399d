import { lerp1, lerp16, lerp8 } from './lerp';

/** Largest side of a source (`MAX_SIDE`) and what a vector may write behind it. */
const ROW_BYTES: i32 = 8192 + 64;
/** A group of eight columns: see `makeColumns`. */
const GROUP_BYTES: i32 = 56;

/** Mixes two rows of `length` bytes into `dst`: `b` counts `weight` of 256. Writes whole groups of 16. */
function mixRows(dst: usize, a: usize, b: usize, length: i32, weight: i32): void {
  const w = i16x8.splat(<i16>weight);
  for (let i = 0; i < length; i += 16) {
    v128.store(dst + i, lerp16(v128.load(a + i), v128.load(b + i), w, w));
  }
}

/**
 * Where sample `i` of a result lies in its source, in 256ths of a sample. Positions are centres, as in every
 * scaler that keeps a picture in its place: source = (result + 0.5) * ratio - 0.5, clamped to the edge.
 */
function positionOf(i: i32, ratio: f64, from: i32): i32 {
  const position = (<f64>i + 0.5) * ratio - 0.5;
  return <i32>(max(0.0, min(<f64>(from - 1), position)) * 256.0 + 0.5);
}

/**
 * For each group of eight columns: i32 offset of its first source byte, 4 unused, 16 shuffle indices of the
 * left neighbours, 16 of the right ones, 8 weights of the right ones as i16. A group's neighbours come from
 * within the 16 bytes of one load, because nothing shrinks to less than half here. Made anew for each plane,
 * some microseconds, so that cells may have another size in each frame.
 */
function makeColumns(table: usize, from: i32, to: i32): void {
  const ratio = <f64>from / <f64>to;
  const last = max(0, from - 2);
  for (let x = 0; x < to; x += 8) {
    const first = min(positionOf(x, ratio, from) >> 8, last);
    store<i32>(table, first);
    for (let i = 0; i < 8; i += 1) {
      const position = positionOf(min(x + i, to - 1), ratio, from);
      const at = min(position >> 8, last);
      const weight = from == 1 ? 0 : position - (at << 8);
      store<u8>(table + 8 + i, at - first);
      store<u8>(table + 24 + i, at - first + 1);
      store<i16>(table + 40 + (i << 1), <i16>weight);
    }
    table += GROUP_BYTES;
  }
}

function scaleGroup(src: usize, table: usize): v128 {
  const row = v128.load(src + load<i32>(table));
  const left = i16x8.extend_low_i8x16_u(i8x16.swizzle(row, v128.load(table + 8)));
  const right = i16x8.extend_low_i8x16_u(i8x16.swizzle(row, v128.load(table + 24)));
  const weight = v128.load(table + 40);
  const pixels = lerp8(left, right, i16x8.sub(i16x8.splat(256), weight), weight);
  return i8x16.narrow_i16x8_u(pixels, pixels);
}

function scaleRow(dst: usize, src: usize, table: usize, width: i32): void {
  const whole = width & ~7;
  for (let x = 0; x < whole; x += 8) {
    v128.store64_lane(dst + x, scaleGroup(src, table), 0);
    table += GROUP_BYTES;
  }
  if (whole == width) return;
  let rest = i64x2.extract_lane(scaleGroup(src, table), 0);
  for (let x = whole; x < width; x += 1) {
    store<u8>(dst + x, <u8>rest);
    rest >>= 8;
  }
}

/**
 * Bilinear scale of one plane, or of a rectangle in one. The result has more than half of the source's width:
 * `halvePlane` comes before. `scratch` has room for a source row (8256 bytes) and 56 bytes for each eight
 * columns of the result.
 */
export function scalePlane(
  src: usize,
  srcStride: i32,
  srcWidth: i32,
  srcHeight: i32,
  dst: usize,
  dstStride: i32,
  dstWidth: i32,
  dstHeight: i32,
  scratch: usize,
): void {
  const columns = scratch + ROW_BYTES;
  const sameWidth = srcWidth == dstWidth;
  if (!sameWidth) makeColumns(columns, srcWidth, dstWidth);
  const ratio = <f64>srcHeight / <f64>dstHeight;
  const last = max(0, srcHeight - 2);
  for (let y = 0; y < dstHeight; y += 1) {
    const position = positionOf(y, ratio, srcHeight);
    const at = min(position >> 8, last);
    const weight = srcHeight == 1 ? 0 : position - (at << 8);
    let from = src + at * srcStride;
    if (weight == 256) {
      from += srcStride;
    } else if (weight != 0) {
      mixRows(scratch, from, from + srcStride, srcWidth, weight);
      from = scratch;
    }
    if (sameWidth) memory.copy(dst, from, dstWidth);
    else scaleRow(dst, from, columns, dstWidth);
    dst += dstStride;
  }
}

/**
 * Half the width and height, each sample the mean of four, so that nothing flickers in pictures that shrink
 * much. An odd last column or row counts twice. `dst` may be `src`.
 */
export function halvePlane(
  src: usize,
  srcStride: i32,
  srcWidth: i32,
  srcHeight: i32,
  dst: usize,
  dstStride: i32,
): void {
  const two = i16x8.splat(2);
  const width = srcWidth >> 1;
  const whole = width & ~15;
  for (let y = 0; y < srcHeight; y += 2) {
    const lower = src + (y + 1 < srcHeight ? srcStride : 0);
    for (let x = 0; x < whole; x += 16) {
      const upperRow = src + (x << 1);
      const lowerRow = lower + (x << 1);
      const left = i16x8.add(
        i16x8.extadd_pairwise_i8x16_u(v128.load(upperRow)),
        i16x8.extadd_pairwise_i8x16_u(v128.load(lowerRow)),
      );
      const right = i16x8.add(
        i16x8.extadd_pairwise_i8x16_u(v128.load(upperRow, 16)),
        i16x8.extadd_pairwise_i8x16_u(v128.load(lowerRow, 16)),
      );
      v128.store(
        dst + x,
        i8x16.narrow_i16x8_u(i16x8.shr_u(i16x8.add(left, two), 2), i16x8.shr_u(i16x8.add(right, two), 2)),
      );
    }
    for (let x = whole; x < width; x += 1) {
      const at = x << 1;
      const upper = <i32>load<u8>(src + at) + <i32>load<u8>(src + at + 1);
      store<u8>(dst + x, (upper + <i32>load<u8>(lower + at) + <i32>load<u8>(lower + at + 1) + 2) >> 2);
    }
    if ((srcWidth & 1) == 1) {
      const at = srcWidth - 1;
      store<u8>(dst + width, <u8>lerp1(load<u8>(src + at), load<u8>(lower + at), 128));
    }
    src += srcStride << 1;
    dst += dstStride;
  }
}
