import type { ViewerNumbers } from './messages';
import type { MarkKind } from './vocabulary';

/** `GET /api/v1/events/:slug/statistics` answers this. Times are ISO 8601 in UTC. */
export interface Statistics {
  /** As it is now. */
  viewers: ViewerNumbers;
  /** Times on the air, newest first. */
  runs: RunFacts[];
  /** The one that was asked for, the newest by default; null before the first. */
  run: RunDetails | null;
}

/** One time on the air in figures. */
export interface RunFacts {
  id: string;
  startedAt: string;
  endedAt: string | null;
  lastedS: number;
  peakViewers: number;
  /** All viewers of our own page and of embeds together. */
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
  /** Null for what is no destination, or a removed one. */
  label: string | null;
  plugin: string | null;
  /** For how long it was meant to run, and for how long it was fed, seconds. */
  onS: number;
  liveS: number;
  /** How often it was fed and then was not, without being turned off. */
  interruptions: number;
}
