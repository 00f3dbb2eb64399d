/** Numbers that look random and are the same for the same seed (mulberry32, public domain). */
export interface Dice {
  /** From 0 up to, and without, 1. */
  roll(): number;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  oneOf<T>(values: readonly [T, ...T[]]): T;
}

/** @param draw for numbers of their own: how many were taken elsewhere changes nothing */
export function diceOf(seed: number, draw = 0): Dice {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(draw + 1, 0x85ebca6b)) >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(roll() * (most - least + 1));
  return {
    roll,
    between,
    oneOf: (values) => values[between(0, values.length - 1)] ?? values[0],
  };
}

/**
 * `count` entries of a table in the order of a shuffled deck: each comes once before any comes twice, and
 * none twice in a row.
 */
export function deal<T>(seed: number, table: readonly T[], count: number): T[] {
  const dice = diceOf(seed, -1);
  const dealt: T[] = [];
  while (dealt.length < count) {
    const deck = [...table];
    for (let at = deck.length - 1; at > 0; at -= 1) {
      const other = dice.between(0, at);
      const [one, two] = [deck[at], deck[other]];
      if (one === undefined || two === undefined) continue;
      [deck[at], deck[other]] = [two, one];
    }
    const [top] = deck;
    if (deck.length > 1 && top !== undefined && top === dealt.at(-1)) deck.push(...deck.splice(0, 1));
    dealt.push(...deck);
  }
  return dealt.slice(0, count);
}
