/** Bytes at which lengths, counts and flags turn over. */
const EDGES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff];

/** Random choices that a seed repeats. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Below 2³²: mulberry32, which passes the tests for what is asked of it here and needs no tables. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** 0 to `below` - 1. */
  int(below: number): number {
    return this.next() % below;
  }

  chance(percent: number): boolean {
    return this.int(100) < percent;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.int(list.length)] ?? list[0];
  }

  /** So many of what `make` gives, none to `most`. */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.int(most + 1) }, make);
  }

  bytes(most: number): Buffer {
    const bytes = Buffer.allocUnsafe(this.int(most + 1));
    for (let at = 0; at < bytes.length; at++) bytes[at] = this.next();
    return bytes;
  }

  /** A copy with some bytes changed, cut away, doubled or put in. */
  mutated(input: Buffer): Buffer {
    let bytes = Buffer.from(input);
    for (let change = 1 + this.int(4); change > 0 && bytes.length > 0; change--) {
      const at = this.int(bytes.length);
      const upTo = at + 1 + this.int(Math.min(32, bytes.length - at));
      switch (this.int(6)) {
        case 0:
          bytes[at] = (bytes[at] ?? 0) ^ (1 << this.int(8));
          break;
        case 1:
          bytes[at] = EDGES[this.int(EDGES.length)] ?? 0;
          break;
        case 2:
          bytes[at] = this.next();
          break;
        case 3:
          bytes = bytes.subarray(0, at);
          break;
        case 4:
          bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(upTo)]);
          break;
        default:
          bytes = Buffer.concat([bytes.subarray(0, upTo), bytes.subarray(at)]);
      }
    }
    return bytes;
  }

  /** The same bytes in pieces, as a network hands them over. */
  pieces(bytes: Buffer): Buffer[] {
    const most = this.chance(8) ? this.pick([1, 7]) : this.pick([188, 1000, 65_536]);
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      const upTo = at + 1 + this.int(most);
      pieces.push(bytes.subarray(at, upTo));
      at = upTo;
    }
    return pieces;
  }

  /** A text out of pieces that mean something to who reads it, and of some that nobody expects. */
  text(pieces: readonly [string, ...string[]], most: number): string {
    return this.some(most, () => (this.chance(85) ? this.pick(pieces) : this.pick(ODD))).join('');
  }

  /** A value of JSON, odd ones among them. */
  json(depth = 3): unknown {
    if (depth > 0 && this.chance(40)) {
      if (this.chance(50)) return this.some(4, () => this.json(depth - 1));
      return Object.fromEntries(this.some(4, () => [this.pick(NAMES), this.json(depth - 1)]));
    }
    return this.pick<unknown>([null, true, false, '', this.pick(ODD), this.pick(NUMBERS), this.int(1000)]);
  }
}

export const NUMBERS = [0, -1, 1.5, -0, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 63, 5e-324] as const;
const NAMES = [
  'id',
  'slug',
  'seq',
  '__proto__',
  'constructor',
  'toString',
  '',
  'a\u0000b',
  'length',
] as const;
/** What breaks parsers: ends of texts, halves of characters, numbers out of range, marks of other syntax. */
export const ODD = [
  '\u0000',
  '\r\n',
  '\n',
  '\ud800',
  '\udc00',
  '\u202e',
  '\ufeff',
  '\u2028',
  '👩‍👩‍👧‍👦',
  'ﷺ',
  'a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  '%00',
  '%',
  '%ff',
  '../',
  '\\',
  "'",
  '"',
  '<',
  '&',
  '__proto__',
  '{}',
  '[]',
  '-1',
  '1e999',
  '9007199254740993',
  '99999999999999999999',
  'NaN',
  '0x10',
  ' ',
  '\t',
  'a'.repeat(300),
  '١٢٣',
  'İ',
  'ß',
] as const;
