import type { Period, Side } from './vocabulary';

/**
 * The score of a match as it travels; see messages.ts. Its clock is computed by who shows it, no tick is ever
 * sent.
 */

export interface ScoreSide {
  /** At most 30 characters, and at most 4 for where there is little room. */
  name: string;
  short: string;
  points: number;
}

/**
 * What the clock shows is `ms` plus the time since `startedAt` (ISO 8601, the server's time); null: it stands
 * still.
 */
export interface MatchClock {
  ms: number;
  startedAt: string | null;
}

/** What anybody may see; there is none before somebody has set it up. */
export interface PublicScore {
  home: ScoreSide;
  away: ScoreSide;
  /** Null: before the match. */
  period: Period | null;
  clock: MatchClock;
}

/** What was counted last and not taken back, by whom. */
export interface LastPoint {
  id: string;
  side: Side;
  delta: 1 | -1;
  at: string;
  actor: string;
}

/** What crew see. */
export interface CrewScore extends PublicScore {
  /** Null: there is nothing to take back. */
  last: LastPoint | null;
}

/** One point or correction; `undoes` names the one that it took back. */
export interface ScorePoint extends LastPoint {
  home: number;
  away: number;
  /** What the clock showed. */
  clockMs: number;
  undoes: string | null;
}

/** `GET /api/v1/events/:slug/score`; `points` newest first, at most 100. */
export interface ScoreAnswer {
  seq: number;
  score: CrewScore | null;
  points: ScorePoint[];
}

/** Each change of the score answers this. */
export type ScoreChanged = Omit<ScoreAnswer, 'points'>;
