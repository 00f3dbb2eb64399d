import { describe, expect, it } from 'vitest';
import {
  audioConstraints,
  CAPTURE_ERROR_TEXTS,
  captureErrorOf,
  chooseCodec,
  LAYERS,
  videoConstraints,
} from './capture';

describe('what the phone is asked for', () => {
  it('asks for 720p30 of the chosen side without insisting', () => {
    expect(videoConstraints('environment')).toEqual({
      facingMode: { ideal: 'environment' },
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30, max: 30 },
    });
  });

  it("leaves the ground's own sound alone and cleans a voice", () => {
    const ground = audioConstraints('ground');
    expect([ground.echoCancellation, ground.noiseSuppression, ground.autoGainControl]).toEqual([
      false,
      false,
      false,
    ]);
    const voice = audioConstraints('voice');
    expect([voice.echoCancellation, voice.noiseSuppression, voice.autoGainControl]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('prefers H.264 where the phone lists an encoder, VP8 otherwise', () => {
    expect(chooseCodec([{ mimeType: 'video/VP8' }, { mimeType: 'video/H264' }])).toBe('h264');
    expect(chooseCodec([{ mimeType: 'video/VP8' }, { mimeType: 'video/VP9' }])).toBe('vp8');
    expect(chooseCodec(undefined)).toBe('vp8');
  });

  it('has layers of one shape, each a quarter of the pixels above it', () => {
    for (const layer of Object.values(LAYERS)) expect(layer.width / layer.height).toBeCloseTo(16 / 9);
    expect(LAYERS.full.width).toBe(2 * LAYERS.middle.width);
    expect(LAYERS.middle.width).toBe(2 * LAYERS.low.width);
  });
});

describe('what getUserMedia rejected with', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
    ['InvalidStateError', 'failed'],
  ] as const)('%s is %s', (name, error) => {
    expect(captureErrorOf(new DOMException('no', name))).toBe(error);
  });

  it('is unsupported where mediaDevices is missing, and failed for anything odd', () => {
    expect(captureErrorOf(new TypeError('undefined is not an object'))).toBe('unsupported');
    expect(captureErrorOf('odd')).toBe('failed');
  });

  it('always has a sentence and a remedy', () => {
    for (const text of Object.values(CAPTURE_ERROR_TEXTS)) {
      expect(text.title).toMatch(/\.$/);
      expect(text.remedy).toMatch(/\.$/);
    }
  });
});
