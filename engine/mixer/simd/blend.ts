import { lerp1, lerp16 } from './lerp';

export function fillPlane(dst: usize, stride: i32, width: i32, height: i32, value: u8): void {
  if (stride == width) memory.fill(dst, value, width * height);
  else for (let y = 0; y < height; y += 1) memory.fill(dst + y * stride, value, width);
}

export function copyPlane(
  dst: usize,
  dstStride: i32,
  src: usize,
  srcStride: i32,
  width: i32,
  height: i32,
): void {
  if (dstStride == width && srcStride == width) memory.copy(dst, src, width * height);
  else {
    for (let y = 0; y < height; y += 1) memory.copy(dst + y * dstStride, src + y * srcStride, width);
  }
}

/** Moves `length` bytes toward `value`: `weight` of 256 of the source stays. */
export function fadeBytes(dst: usize, src: usize, length: i32, value: u8, weight: i32): void {
  const toward = i8x16.splat(value);
  const w = i16x8.splat(<i16>weight);
  const whole = length & ~15;
  for (let i = 0; i < whole; i += 16) v128.store(dst + i, lerp16(toward, v128.load(src + i), w, w));
  for (let i = whole; i < length; i += 1) {
    store<u8>(dst + i, <u8>lerp1(value, load<u8>(src + i), weight));
  }
}

/** `length` bytes between `a` and `b`: `b` counts `weight` of 256. `dst` may be one of them. */
export function mixBytes(dst: usize, a: usize, b: usize, length: i32, weight: i32): void {
  const w = i16x8.splat(<i16>weight);
  const whole = length & ~15;
  for (let i = 0; i < whole; i += 16) {
    v128.store(dst + i, lerp16(v128.load(a + i), v128.load(b + i), w, w));
  }
  for (let i = whole; i < length; i += 1) {
    store<u8>(dst + i, <u8>lerp1(load<u8>(a + i), load<u8>(b + i), weight));
  }
}

/** Lays a rectangle of one plane over another that has the same stride. */
export function overlayPlane(
  dst: usize,
  src: usize,
  stride: i32,
  width: i32,
  height: i32,
  weight: i32,
): void {
  for (let y = 0; y < height; y += 1) {
    mixBytes(dst + y * stride, dst + y * stride, src + y * stride, width, weight);
  }
}

/**
 * Lays a plane with an opacity of its own at each sample (0 to 255) over a rectangle of another one; `opacity`,
 * of 256, weakens all of it.
 */
export function blendPlane(
  dst: usize,
  dstStride: i32,
  src: usize,
  alpha: usize,
  srcStride: i32,
  width: i32,
  height: i32,
  opacity: i32,
): void {
  const whole = width & ~15;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < whole; x += 16) {
      const a = v128.load(alpha + x);
      if (!v128.any_true(a)) continue;
      const low = weightsOf(i16x8.extend_low_i8x16_u(a), opacity);
      const high = weightsOf(i16x8.extend_high_i8x16_u(a), opacity);
      v128.store(dst + x, lerp16(v128.load(dst + x), v128.load(src + x), low, high));
    }
    for (let x = whole; x < width; x += 1) {
      let weight = <i32>load<u8>(alpha + x);
      weight += weight >> 7;
      if (opacity < 256) weight = (weight * opacity + 128) >> 8;
      store<u8>(dst + x, <u8>lerp1(load<u8>(dst + x), load<u8>(src + x), weight));
    }
    dst += dstStride;
    src += srcStride;
    alpha += srcStride;
  }
}

/** Eight opacities of 0 to 255 as weights of 0 to 256. At full opacity a product would not fit 16 bits. */
function weightsOf(alpha: v128, opacity: i32): v128 {
  const weights = i16x8.add(alpha, i16x8.shr_u(alpha, 7));
  if (opacity >= 256) return weights;
  const scaled = i16x8.mul(weights, i16x8.splat(<i16>opacity));
  return i16x8.shr_u(i16x8.add(scaled, i16x8.splat(128)), 8);
}

/**
 * Two planes, of which the second one's weight rises along a line: at sample (x, y) it is
 * `start + x * stepX + y * stepY` 256ths, not less than none and not more than all.
 */
export function wipePlane(
  dst: usize,
  from: usize,
  to: usize,
  width: i32,
  height: i32,
  start: f32,
  stepX: f32,
  stepY: f32,
): void {
  const whole = width & ~15;
  const steps = f32x4.mul(f32x4.splat(stepX), f32x4(0, 1, 2, 3));
  for (let y = 0; y < height; y += 1) {
    // Half a step up, because converting to integers cuts off.
    const row: f32 = start + <f32>y * stepY + 0.5;
    for (let x = 0; x < whole; x += 16) {
      const first: f32 = row + <f32>x * stepX;
      const last: f32 = first + 15 * stepX;
      if (max(first, last) < 1) {
        v128.store(dst + x, v128.load(from + x));
      } else if (min(first, last) >= 256) {
        v128.store(dst + x, v128.load(to + x));
      } else {
        const low = weights8(first, stepX, steps);
        const high = weights8(first + 8 * stepX, stepX, steps);
        v128.store(dst + x, lerp16(v128.load(from + x), v128.load(to + x), low, high));
      }
    }
    for (let x = whole; x < width; x += 1) {
      const weight = <i32>max<f32>(0, min<f32>(256, row + <f32>x * stepX));
      store<u8>(dst + x, <u8>lerp1(load<u8>(from + x), load<u8>(to + x), weight));
    }
    dst += width;
    from += width;
    to += width;
  }
}

function weights8(first: f32, step: f32, steps: v128): v128 {
  const left = i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.splat(first), steps));
  const right = i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.splat(first + 4 * step), steps));
  const weights = i16x8.narrow_i32x4_s(left, right);
  return i16x8.min_s(i16x8.max_s(weights, i16x8.splat(0)), i16x8.splat(256));
}
