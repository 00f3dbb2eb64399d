import { describe, expect, it } from 'vitest';
import { isWhole, readCode, readPasted, secretInFragment, spellCode } from './code';

describe('the typed join code', () => {
  it('takes small letters, spaces and dashes', () => {
    expect(readCode(' k7qm-2rxd ')).toBe('K7QM2RXD');
  });

  it('reads O as 0, I and L as 1, and leaves out what no code has', () => {
    expect(readCode('oOiIlL')).toBe('001111');
    expect(readCode('U?!ä')).toBe('');
  });

  it('never grows past eight', () => {
    expect(readCode('K7QM2RXDZZZ')).toBe('K7QM2RXD');
    expect(isWhole('K7QM2RXD')).toBe(true);
    expect(isWhole('K7QM2RX')).toBe(false);
  });

  it('finds the code in a pasted address', () => {
    expect(readPasted('https://192.168.1.20:3443/join/k7qm-2rxd#AbCdEf')).toBe('K7QM2RXD');
    expect(readPasted('K7QM 2RXD')).toBe('K7QM2RXD');
  });

  it('is spelt in two groups', () => {
    expect(spellCode('K7QM2RXD')).toBe('K7QM-2RXD');
    expect(spellCode('K7')).toBe('K7');
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
