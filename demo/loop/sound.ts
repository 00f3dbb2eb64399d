import { BEEP_HZ, BEEP_MS, FLASH_EVERY_S, toneHz } from '../mark/code';

export const RATE_HZ = 48_000;

/**
 * Peak of the beep, about −9 dBFS; its edges are 2 ms long, so that its beginning is exact to the millisecond
 * without a click.
 */
const BEEP_LEVEL = 0.35;
const EDGE_S = 0.002;
/**
 * The identifying tone, −37 dBFS: a hum under the crowd, yet some 15 dB above what the loudest crowd has in
 * 10 Hz.
 */
const TONE_LEVEL = 0.014;

/**
 * The crowd at each place: the stand loud and dark, behind the goal sharp, the touchline near, the corner far
 * away.
 */
const CROWDS = [
  { level: 0.03, lowHz: 180, highHz: 900 },
  { level: 0.027, lowHz: 300, highHz: 1600 },
  { level: 0.024, lowHz: 240, highHz: 2400 },
  { level: 0.018, lowHz: 140, highHz: 700 },
] as const;

/**
 * The sound of one camera's loop: stereo, interleaved s16le at 48 kHz. Noise and tones are periodic in the
 * loop, so that it has no seam.
 */
export function soundOf(camera: number, seconds: number): Int16Array {
  const length = seconds * RATE_HZ;
  const crowd = CROWDS[(camera - 1) % CROWDS.length] ?? CROWDS[0];
  const channels = [0, 1].map((side) => murmur(length, crowd, camera * 10 + side));
  const out = new Int16Array(length * 2);
  const hz = toneHz(camera);
  for (let i = 0; i < length; i++) {
    const tone = TONE_LEVEL * Math.sin((2 * Math.PI * hz * i) / RATE_HZ);
    const beep = beepAt(i / RATE_HZ);
    // The crowd is quieter under the beep, so that its beginning is clear.
    const room = beep === 0 ? 1 : 0.3;
    for (const side of [0, 1]) {
      const value = (channels[side]?.[i] ?? 0) * room + tone + beep;
      out[i * 2 + side] = Math.max(-32768, Math.min(32767, Math.round(value * 32767)));
    }
  }
  return out;
}

function beepAt(second: number): number {
  const since = second % FLASH_EVERY_S;
  const length = BEEP_MS / 1000;
  if (since >= length) return 0;
  const edge = Math.min(1, since / EDGE_S, (length - since) / EDGE_S);
  return BEEP_LEVEL * edge * Math.sin(2 * Math.PI * BEEP_HZ * since);
}

/** Band-limited noise with slow waves of excitement. The filters settle for one round first. */
function murmur(
  length: number,
  crowd: { level: number; lowHz: number; highHz: number },
  seed: number,
): Float32Array {
  const noise = whiteNoise(length, seed);
  const out = new Float32Array(length);
  const a = 1 - Math.exp((-2 * Math.PI * crowd.highHz) / RATE_HZ);
  const b = 1 - Math.exp((-2 * Math.PI * crowd.lowHz) / RATE_HZ);
  let first = 0;
  let second = 0;
  let slow = 0;
  const warmUp = RATE_HZ / 2;
  for (let i = length - warmUp; i < 2 * length; i++) {
    first += a * ((noise[i % length] ?? 0) - first);
    second += a * (first - second);
    slow += b * (second - slow);
    if (i >= length) out[i - length] = second - slow;
  }
  const turn = (2 * Math.PI) / length;
  const loudness = rms(out);
  return out.map((value, i) => {
    const swell = 1 + 0.35 * Math.sin(turn * 3 * i + seed) + 0.25 * Math.sin(turn * 7 * i + seed * 2);
    return ((value / loudness) * crowd.level * swell) / 2;
  });
}

const rms = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length) || 1;

/** A fixed sequence (xorshift32): the loop is the same on every machine. */
function whiteNoise(length: number, seed: number): Float32Array {
  let state = (seed * 2654435761) >>> 0 || 1;
  return Float32Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 31 - 1;
  });
}
