import type { Card, PressResult, ScoreKind, Sport } from './sports';

/** The wire format of a match's score; see messages.ts. Clients compute the clock, no tick is ever sent. */

export const SIDES = ['home', 'away'] as const;
export type Side = (typeof SIDES)[number];

/** Null is before the match. Every screen has its own words for them. */
export const PERIODS = [
  'first-half',
  'half-time',
  'second-half',
  'extra-time',
  'penalties',
  'period-1',
  'period-2',
  'period-3',
  'period-4',
  'set-1',
  'set-2',
  'set-3',
  'set-4',
  'set-5',
  'break',
  'full-time',
] as const;
export type Period = (typeof PERIODS)[number];

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
  /** Only where a period is counted down: what is shown is this less the reading. ms. */
  downFromMs?: number | undefined;
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
  /** Not 0; below it for a correction. */
  delta: number;
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

// The list of events that the score is made of

/** What a scorer knows of a player. */
export interface ScorePlayer {
  number: number | null;
  name: string | null;
}

/** Starts, stops or sets the clock; what is left out stays as it is. */
export interface ClockChange {
  running?: boolean | undefined;
  /** The new reading, ms. */
  ms?: number | undefined;
}

/** What happened. What its kind does not have is null. */
export interface ScoreEntry {
  kind: ScoreKind;
  side: Side | null;
  /** Points of a goal or a correction. */
  value: number | null;
  card: Card | null;
  /** Of the kind `period`, where null is before the match. */
  period: Period | null;
  /** Of a clock, a period or a time-out. */
  clock: ClockChange | null;
  /** Of a substitution the one who goes off. */
  player: ScorePlayer | null;
  playerIn: ScorePlayer | null;
  note: string | null;
  /** Id of the event that this one takes back. */
  undoes: string | null;
}

/** An event as it is stored. Order of the list is order of arrival. */
export interface ScoreEvent extends ScoreEntry {
  id: string;
  seq: number;
  /** When it was pressed and when it arrived, by the server's clock, ISO 8601. */
  pressedAt: string;
  at: string;
  actor: string;
  requestId: string | null;
  /** The match clock when it was pressed, ms, and the points after it, as they were known then. */
  clockMs: number;
  home: number;
  away: number;
  /** Whether it was taken back. */
  undone: boolean;
}

/** Figures of one side over the whole match. */
export interface SideFigures {
  /** Goals by their value in points. */
  goals: { value: number; count: number }[];
  cards: { card: Card; count: number }[];
  substitutions: number;
  timeouts: number;
  /** Of the present half, period or set; null where the sport does not limit them. */
  timeoutsLeft: number | null;
  /** Points by player, most first. */
  scorers: { player: string; points: number }[];
}

/** What follows from the list of events. */
export interface ScoreBoard {
  sport: Sport;
  /** As in the public score: of a sport with sets those of the set, and the sets won when it is over. */
  home: number;
  away: number;
  period: Period | null;
  clock: MatchClock;
  /** Points or games of each set that was begun, in order; empty for a sport without sets. */
  sets: Points[];
  /** The game of tennis that is played, such as 40 and Ad; null elsewhere. */
  game: { home: string; away: string } | null;
  /** Whether a sport with sets is decided. */
  over: boolean;
  /** Points by period, in order of play. */
  periods: (Points & { period: Period | null })[];
  figures: { home: SideFigures; away: SideFigures };
}

export interface Points {
  home: number;
  away: number;
}

/** `GET /api/v1/events/:slug/score/events`. */
export interface ScoreEventsAnswer extends ScoreChanged {
  sport: Sport;
  board: ScoreBoard | null;
  /** In order; after `?after=` those alone that came since. */
  events: ScoreEvent[];
  /** Of the whole list. */
  count: number;
  /** The server's clock when it answered, ms since 1970. */
  serverMs: number;
}

/** `POST /api/v1/events/:slug/score/events`; `events` are those of the results. */
export interface ScorePressed extends ScoreEventsAnswer {
  results: {
    requestId: string;
    result: PressResult;
    /** Null for one that was refused. */
    id: string | null;
    /** Why it was refused, as a sentence. */
    message: string | null;
  }[];
}
