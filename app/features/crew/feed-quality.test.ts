import { describe, expect, it } from 'vitest';
import type { PhoneTelemetry } from '../../../contract/messages';
import { feedLevel, feedText, pictureTrouble } from './looks';
import { sampleCamera as camera } from './sample-state';

const phone: PhoneTelemetry = {
  battery: 0.5,
  charging: false,
  width: 1280,
  height: 720,
  fps: 29.7,
  kbps: 2140,
  loss: 0,
  rttMs: 38,
  codec: 'H264',
  micMuted: false,
  pictureOff: false,
  limited: 'none',
};

describe('how good a feed is', () => {
  it('follows the connection first', () => {
    expect(feedLevel({ ...camera, connection: 'lost' }, { phone })).toBe(0);
    expect(feedLevel({ ...camera, connection: 'weak' }, { phone })).toBe(2);
  });
  it('sinks with loss and frame rate', () => {
    expect(feedLevel(camera, { phone })).toBe(4);
    expect(feedLevel(camera, { phone: { ...phone, loss: 0.03 } })).toBe(3);
    expect(feedLevel(camera, { phone: { ...phone, fps: 8 } })).toBe(2);
  });
  it('says what the phone sends, upright phones by their short side', () => {
    expect(feedText({ phone }, false)).toBe('720p30 · 2.1 Mb · 0 %');
    expect(feedText({ phone: { ...phone, width: 720, height: 1280 } }, false)).toMatch(/^720p30/);
    expect(feedText({ phone }, true)).toBe('720p30 · 2.1 Mbit/s · 0 % loss · 38 ms · H264');
    const engine = { width: 1280, height: 720, fps: 30, unevenPerS: 2.5, audioPeakDb: -20, ageMs: 30 };
    expect(feedText({ engine }, false)).toBe('720p30 · 3 uneven');
    expect(feedText({ engine }, true)).toBe('720p30 · 3 pictures a second repeated or skipped');
    expect(feedText(undefined, true)).toBeNull();
  });
});

describe('what is wrong with the picture on the air', () => {
  const engine = { width: 1280, height: 720, fps: 30, audioPeakDb: -20, ageMs: 30 };
  it('is said in a sentence', () => {
    expect(pictureTrouble({ engine: { ...engine, picture: 'still' } })).toBe('The picture stands still');
    expect(pictureTrouble({ engine: { ...engine, picture: 'black' } })).toBe('The picture is black');
  });
  it('is nothing where nobody has looked', () => {
    expect(pictureTrouble({ engine: { ...engine, picture: null } })).toBeNull();
    expect(pictureTrouble({ engine })).toBeNull();
    expect(pictureTrouble(undefined)).toBeNull();
  });
});
