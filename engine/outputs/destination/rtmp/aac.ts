/** One AAC frame out of an ADTS stream (ISO/IEC 13818-7, 6.2). */
export interface AacFrame {
  data: Buffer;
  /** AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). */
  config: Buffer;
  /** How long it sounds, 90 kHz. */
  duration: number;
}

const RATES_HZ = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
];
const SAMPLES = 1024;
const TICKS_PER_S = 90_000;

/** The frames in a piece of ADTS; what is no whole frame is left out. */
export function* readAdts(data: Buffer): Generator<AacFrame> {
  for (let at = 0; at + 7 <= data.length;) {
    const [sync = 0, flags = 0, form = 0, channels = 0, middle = 0, low = 0] = data.subarray(at, at + 6);
    const length = ((channels & 0x03) << 11) | (middle << 3) | (low >> 5);
    const header = flags & 1 ? 7 : 9;
    if (sync !== 0xff || (flags & 0xf6) !== 0xf0 || length < header || at + length > data.length) return;
    const rateIndex = (form >> 2) & 0x0f;
    const rate = RATES_HZ[rateIndex];
    if (rate === undefined) return;
    const objectType = (form >> 6) + 1;
    const layout = ((form & 1) << 2) | (channels >> 6);
    yield {
      data: data.subarray(at + header, at + length),
      config: Buffer.from([(objectType << 3) | (rateIndex >> 1), ((rateIndex & 1) << 7) | (layout << 3)]),
      duration: (SAMPLES * TICKS_PER_S) / rate,
    };
    at += length;
  }
}
