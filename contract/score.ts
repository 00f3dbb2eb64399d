import type { Period, Side } from './vocabulary';

/** The wire format of a match's score; see messages.ts. Clients compute the clock, no tick is ever sent. */

export interface ScoreSide {
  /** At most 30 characters; the short name at most 4. */
  name: string;
  short: string;
  points: number;
}

/**
 * The clock reads `ms` plus the time since `startedAt` (ISO 8601, the server's time); null: it is stopped.
 */
export interface MatchClock {
  ms: number;
  startedAt: string | null;
}

/** The score as viewers see it; absent before somebody has set it up. */
export interface PublicScore {
  home: ScoreSide;
  away: ScoreSide;
  /** Null before the match. */
  period: Period | null;
  clock: MatchClock;
}

/** The last point that was not undone, and who counted it. */
export interface LastPoint {
  id: string;
  side: Side;
  delta: 1 | -1;
  at: string;
  actor: string;
}

export interface CrewScore extends PublicScore {
  /** Null: nothing to undo. */
  last: LastPoint | null;
}

/** One point or correction; `undoes` is the id of the point that it undid. */
export interface ScorePoint extends LastPoint {
  home: number;
  away: number;
  /** Reading of the clock, ms. */
  clockMs: number;
  undoes: string | null;
}

/** `GET /api/v1/events/:slug/score`; `points` newest first, at most 100. */
export interface ScoreAnswer {
  seq: number;
  score: CrewScore | null;
  points: ScorePoint[];
}

/** The answer to every change of the score. */
export type ScoreChanged = Omit<ScoreAnswer, 'points'>;
