import { describe, expect, it } from 'vitest';
import { decodeAmf, decodeCommand, encodeAmf, encodeEcmaArray, type Amf } from './amf0';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('AMF0', () => {
  it.each<[Amf, string]>([
    [1, '00 3ff0000000000000'],
    [true, '01 01'],
    ['live', '02 0004 6c697665'],
    [{ app: 'a' }, '03 0003 617070 02 0001 61 0000 09'],
    [null, '05'],
    [[1, null], '0a 00000002 00 3ff0000000000000 05'],
  ])('writes %j as the specification has it, and reads it again', (value, bytes) => {
    expect(encodeAmf(value)).toEqual(hex(bytes));
    expect(decodeAmf(hex(bytes))).toEqual([value]);
  });

  it('reads what only servers write: undefined, dates, long strings and associative arrays', () => {
    expect(decodeAmf(hex('06 0b 3ff0000000000000 0000 0c 00000001 78'))).toEqual([null, 1, 'x']);
    expect(decodeAmf(encodeEcmaArray({ width: 2 }))).toEqual([{ width: 2 }]);
  });

  it('reads references, typed objects and XML, and what is marked as unsupported', () => {
    expect(decodeAmf(hex('07 0001 0d 0f 00000001 78 10 0001 43 0001 61 05 000009'))).toEqual([
      null,
      null,
      'x',
      { a: null },
    ]);
  });

  it('reads a command up to what it cannot read, but for name and transaction', () => {
    const head = encodeAmf('onBWDone', 0, null);
    expect(decodeCommand(Buffer.concat([head, hex('11 0a 0b')]))).toEqual(['onBWDone', 0, null]);
    expect(() => decodeCommand(hex('11 0a'))).toThrow(RangeError);
    expect(() => decodeCommand(Buffer.concat([encodeAmf('onBWDone'), hex('11 0a')]))).toThrow(RangeError);
  });

  it('keeps a hostile name from becoming a prototype', () => {
    const [value] = decodeAmf(hex('03 0009 5f5f70726f746f5f5f 03 0001 78 05 000009 000009'));
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['cut off', '02 0005 61'],
    ['without an end', '03 0001 61 05'],
    ['of an unknown type', '11'],
    ['an array that claims four billion', '0a ffffffff 05'],
    ['too deep', `${'0a 00000001'.repeat(20)} 05`],
  ])('refuses what is %s', (_what, bytes) => {
    expect(() => decodeAmf(hex(bytes))).toThrow(RangeError);
  });
});
