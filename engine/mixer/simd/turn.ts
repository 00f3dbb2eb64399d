/** Eight rows of eight bytes each as columns; what stands in row `i` of the result comes at `dst + i * step`. */
function transpose8(src: usize, srcStep: isize, dst: usize, dstStep: isize): void {
  const rows01 = zip8(v128.load64_zero(src), v128.load64_zero(src + srcStep));
  const rows23 = zip8(v128.load64_zero(src + 2 * srcStep), v128.load64_zero(src + 3 * srcStep));
  const rows45 = zip8(v128.load64_zero(src + 4 * srcStep), v128.load64_zero(src + 5 * srcStep));
  const rows67 = zip8(v128.load64_zero(src + 6 * srcStep), v128.load64_zero(src + 7 * srcStep));
  const upperLeft = v128.shuffle<i16>(rows01, rows23, 0, 8, 1, 9, 2, 10, 3, 11);
  const upperRight = v128.shuffle<i16>(rows01, rows23, 4, 12, 5, 13, 6, 14, 7, 15);
  const lowerLeft = v128.shuffle<i16>(rows45, rows67, 0, 8, 1, 9, 2, 10, 3, 11);
  const lowerRight = v128.shuffle<i16>(rows45, rows67, 4, 12, 5, 13, 6, 14, 7, 15);
  storeTwo(dst, dstStep, v128.shuffle<i32>(upperLeft, lowerLeft, 0, 4, 1, 5));
  storeTwo(dst + 2 * dstStep, dstStep, v128.shuffle<i32>(upperLeft, lowerLeft, 2, 6, 3, 7));
  storeTwo(dst + 4 * dstStep, dstStep, v128.shuffle<i32>(upperRight, lowerRight, 0, 4, 1, 5));
  storeTwo(dst + 6 * dstStep, dstStep, v128.shuffle<i32>(upperRight, lowerRight, 2, 6, 3, 7));
}

function zip8(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

function storeTwo(dst: usize, step: isize, pair: v128): void {
  v128.store64_lane(dst, pair, 0);
  v128.store64_lane(dst + step, pair, 1);
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
  if (degrees == 180) {
    for (let y = 0; y < height; y += 1) {
      reverseRow(dst + (height - 1 - y) * dstStride, src + y * width, width);
    }
    return;
  }
  // A step along a row of the source goes down a column of the result, or up it.
  const alongRow: isize = degrees == 90 ? dstStride : -dstStride;
  const downRows: isize = degrees == 90 ? -1 : 1;
  const corner = degrees == 90 ? dst + (height - 1) : dst + (width - 1) * dstStride;
  const wholeRows = height & ~7;
  const wholeColumns = width & ~7;
  for (let y = 0; y < wholeRows; y += 8) {
    // Of each block the row that comes first in the result: at 90 degrees the lowest.
    const firstRow = src + (degrees == 90 ? y + 7 : y) * width;
    const srcStep: isize = degrees == 90 ? -width : width;
    const firstColumn = corner + (degrees == 90 ? -(y + 7) : y);
    for (let x = 0; x < wholeColumns; x += 8) {
      transpose8(firstRow + x, srcStep, firstColumn + x * alongRow, alongRow);
    }
  }
  for (let y = 0; y < height; y += 1) {
    for (let x = y < wholeRows ? wholeColumns : 0; x < width; x += 1) {
      store<u8>(corner + x * alongRow + y * downRows, load<u8>(src + y * width + x));
    }
  }
}

function reverseRow(dst: usize, src: usize, width: i32): void {
  const whole = width & ~15;
  const backwards = i8x16(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  for (let x = 0; x < whole; x += 16) {
    v128.store(dst + (width - 16 - x), i8x16.swizzle(v128.load(src + x), backwards));
  }
  for (let x = whole; x < width; x += 1) store<u8>(dst + (width - 1 - x), load<u8>(src + x));
}
