import { describe, expect, it } from 'vitest';
import { deviceName, platformOf } from './this-phone';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1';
const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15';
const PIXEL =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP1A) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36';
const REDUCED = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36';

describe('which phone this is', () => {
  it('knows an iPad that says it is a Mac by its touch screen', () => {
    expect(platformOf(IPHONE, 5)).toBe('ios');
    expect(platformOf(MAC, 5)).toBe('ios');
    expect(platformOf(MAC, 0)).toBe('desktop');
    expect(platformOf(PIXEL, 5)).toBe('android');
  });

  it('is named as a person would name it', () => {
    expect(deviceName(IPHONE, 5)).toBe('iPhone');
    expect(deviceName(MAC, 5)).toBe('iPad');
    expect(deviceName(PIXEL, 5)).toBe('Pixel 8');
    expect(deviceName(REDUCED, 5)).toBe('Android phone');
    expect(deviceName('Mozilla/5.0 (X11; Linux x86_64)', 0)).toBe('Computer');
  });
});
