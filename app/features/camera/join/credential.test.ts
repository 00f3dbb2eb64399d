import { describe, expect, it } from 'vitest';
import { isWhole, readPasted, secretInFragment } from './credential';

describe('the typed join code', () => {
  it('is whole with its eight characters', () => {
    expect(isWhole('K7QM2RXD')).toBe(true);
    expect(isWhole('K7QM2RX')).toBe(false);
  });

  it('finds the code in a pasted address', () => {
    expect(readPasted('https://192.168.1.20:3443/join/k7qm-2rxd#AbCdEf')).toBe('K7QM2RXD');
    expect(readPasted('K7QM 2RXD')).toBe('K7QM2RXD');
  });
});

describe('the QR secret', () => {
  it('is taken from the fragment only if it can be one', () => {
    expect(secretInFragment('#0123456789abcdefABCDEF')).toBe('0123456789abcdefABCDEF');
    expect(secretInFragment('')).toBeNull();
    expect(secretInFragment('#top')).toBeNull();
    expect(secretInFragment('#<script>alert(1)</script>')).toBeNull();
  });
});
