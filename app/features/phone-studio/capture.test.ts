import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  audioConstraints,
  CAPTURE_ERROR_TEXTS,
  captureErrorOf,
  chooseCodec,
  LAYERS,
  openCapture,
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

describe('a machine with one of the two', () => {
  type Answer = 'yes' | 'NotFoundError' | 'NotAllowedError' | 'NotReadableError' | 'AbortError';
  const track = (kind: string) => ({ kind, contentHint: '', getSettings: () => ({}) });
  /** A browser that answers as the standard says: a request for both fails as a whole. */
  function machine(camera: Answer, microphone: Answer): string[] {
    const requests: string[] = [];
    const getUserMedia = ({ video, audio }: MediaStreamConstraints) => {
      requests.push([video ? 'camera' : '', audio ? 'microphone' : ''].filter(Boolean).join(' and '));
      const refusal = [video ? camera : 'yes', audio ? microphone : 'yes'].find((one) => one !== 'yes');
      if (refusal) return Promise.reject(new DOMException('no', refusal));
      return Promise.resolve({
        getVideoTracks: () => (video ? [track('video')] : []),
        getAudioTracks: () => (audio ? [track('audio')] : []),
      });
    };
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
    return requests;
  }
  afterEach(() => void vi.unstubAllGlobals());
  const opened = async (soundAlone = false) => {
    const { video, audio } = await openCapture('environment', 'ground', {}, soundAlone);
    return [video, audio].map((one) => one?.kind ?? null);
  };
  const errorOf = (soundAlone = false) => opened(soundAlone).then(() => null, captureErrorOf);

  it('opens both in one request where both are there', async () => {
    const requests = machine('yes', 'yes');
    expect(await opened()).toEqual(['video', 'audio']);
    expect(requests).toEqual(['camera and microphone']);
  });

  it.each(['NotFoundError', 'NotAllowedError', 'NotReadableError', 'AbortError'] as const)(
    'films without sound where the microphone answers %s',
    async (answer) => {
      const requests = machine('yes', answer);
      expect(await opened()).toEqual(['video', null]);
      expect(requests).toEqual(['camera and microphone', 'camera']);
    },
  );

  it('lets a host speak without a camera, and a phone not join as one', async () => {
    machine('NotFoundError', 'yes');
    expect(await opened(true)).toEqual([null, 'audio']);
    expect(await errorOf()).toBe('missing');
    expect(CAPTURE_ERROR_TEXTS.missing.title).toBe('No camera was found.');
  });

  it('says which is missing, and that both are', async () => {
    machine('NotFoundError', 'NotFoundError');
    expect(await errorOf()).toBe('missing');
    expect(await errorOf(true)).toBe('nothing');
    machine('NotAllowedError', 'NotAllowedError');
    expect([await errorOf(), await errorOf(true)]).toEqual(['denied', 'denied']);
  });

  it('opens the chosen camera and no other, and one of its side where that is gone', async () => {
    expect(videoConstraints('user', 'third').deviceId).toEqual({ exact: 'third' });
    const wanted: unknown[] = [];
    const getUserMedia = ({ video }: { video: MediaTrackConstraints }) => {
      wanted.push(video.deviceId ?? video.facingMode);
      if (video.deviceId) return Promise.reject(new DOMException('gone', 'OverconstrainedError'));
      return Promise.resolve({ getVideoTracks: () => [track('video')], getAudioTracks: () => [] });
    };
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
    await openCapture('user', 'voice', { camera: 'third' });
    expect(wanted).toEqual([{ exact: 'third' }, { ideal: 'user' }]);
  });

  it('knows which of the two will answer otherwise when another app ends', async () => {
    const held = async (soundAlone = false) =>
      (await openCapture('environment', 'ground', {}, soundAlone)).held;
    machine('yes', 'NotReadableError');
    expect(await held()).toBe(true);
    machine('NotReadableError', 'yes');
    expect([await held(true), await errorOf()]).toEqual([true, 'busy']);
    machine('yes', 'NotFoundError');
    expect(await held()).toBe(false);
    machine('NotReadableError', 'NotReadableError');
    expect([await errorOf(), await errorOf(true)]).toEqual(['busy', 'busy']);
  });
});
