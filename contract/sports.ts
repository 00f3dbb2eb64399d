/** The words of keeping a score by events; see score.ts. As in vocabulary.ts: each list once, and no zod. */

export const SPORTS = [
  'free',
  'football',
  'basketball',
  'handball',
  'volleyball',
  'ice-hockey',
  'rugby',
  'tennis',
] as const;
export type Sport = (typeof SPORTS)[number];

/**
 * `correction` moves the points of a side without a goal; `clock` starts, stops or sets the match clock;
 * `undo` takes another one back.
 */
export const SCORE_KINDS = [
  'goal',
  'correction',
  'card',
  'substitution',
  'timeout',
  'period',
  'clock',
  'undo',
] as const;
export type ScoreKind = (typeof SCORE_KINDS)[number];

/** Cards, fouls and penalties; which of them a sport has is in core/scoring/sports.ts. */
export const CARDS = [
  'yellow',
  'yellow-red',
  'red',
  'blue',
  'foul',
  'technical',
  'two-minutes',
  'minor',
  'major',
  'misconduct',
  'warning',
] as const;
export type Card = (typeof CARDS)[number];

/** What became of one event of a batch. `repeated`: its request was counted before, and counts once. */
export const PRESS_RESULTS = ['counted', 'repeated', 'refused'] as const;
export type PressResult = (typeof PRESS_RESULTS)[number];
