import type { ViewerNumbers } from './messages';
import type { ScoreBoard } from './score';
import type { MarkKind } from './vocabulary';

/** `GET /api/v1/events/:slug/statistics` answers this. Times are ISO 8601 in UTC. */
export interface Statistics {
  /** The whole match with the names of both sides; null where no score is kept. */
  match: { home: string; away: string; board: ScoreBoard } | null;
  /** At present. */
  viewers: ViewerNumbers;
  /** Newest first. */
  runs: RunFacts[];
  /** The requested run, the newest by default; null before the first. */
  run: RunDetails | null;
}

export interface RunFacts {
  id: string;
  startedAt: string;
  endedAt: string | null;
  lastedS: number;
  peakViewers: number;
  /** All viewers of our own pages and embeds together. */
  watchedMinutes: number;
}

export interface RunDetails extends RunFacts {
  curve: CurvePoint[];
  marks: CurveMark[];
  outputs: OutputUptime[];
}

export interface CurvePoint {
  at: string;
  viewers: number;
}

export interface CurveMark {
  at: string;
  kind: MarkKind;
  text: string;
}

export interface OutputUptime {
  /** A destination's id, or 'recording', 'viewers', 'hls'. */
  output: string;
  /** Null for an output that is no destination, or for a removed one. */
  label: string | null;
  plugin: string | null;
  /** How long it was meant to run, and how long it was fed, seconds. */
  onS: number;
  liveS: number;
  /** How often the feed stopped without the output being turned off. */
  interruptions: number;
}
