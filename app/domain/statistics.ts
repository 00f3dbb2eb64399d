import type { ViewerNumbers } from '../../contract/messages';
import type { CurveMark, CurvePoint, OutputUptime, RunFacts, Statistics } from '../../contract/statistics';
import type { OutputState } from '../../contract/vocabulary';
import { AppError } from '../../core/errors';
import { matchTime } from '../../core/score';
import { type Claims, withClaims } from '../../db/claims';
import type { Tx } from '../../db/connect';
import { readState } from '../../db/queries/state';
import {
  MAX_MARKS,
  readFaultMarks,
  readOutputChanges,
  readRuns,
  readSamples,
  readSwitchMarks,
  type RunRow,
  type Span,
} from '../../db/queries/statistics';
import type { Services } from '../services';
import { eventIn } from './access';
import { readMatch } from './match-marks';
import { crewSlices, fillCrewState, switchText } from './state/project';
import { ownViewers, platformViewers, sumOf } from './viewer-count';

/**
 * Viewers, and the uptime of the outputs. For the event's crew.
 *
 * @param runId the newest run by default
 * @throws AppError not_found
 */
export async function eventStatistics(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
  runId?: string,
): Promise<Statistics> {
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    const now = new Date();
    const rows = await readRuns(tx, event.id);
    const row = runId === undefined ? rows[0] : rows.find(({ id }) => id === runId);
    if (runId !== undefined && !row) throw new AppError('not_found', 'There is no such time on the air.');
    const match = await readMatch(tx, event.id);
    return {
      match: match && {
        home: match.row.homeName,
        away: match.row.awayName,
        board: match.board,
      },
      viewers: await viewersNow(tx, event.id),
      runs: rows.map((each) => facts(each, now)),
      run: row ? { ...facts(row, now), ...(await details(tx, event.id, row, now, match)) } : null,
    };
  });
}

async function viewersNow(tx: Tx, eventId: string): Promise<ViewerNumbers> {
  const counts = await ownViewers(tx, [eventId]);
  const { page, embed } = counts.get(eventId) ?? { page: 0, embed: 0 };
  const state = await readState(tx, { id: eventId }, null);
  const platforms = state ? platformViewers(fillCrewState(crewSlices(state)).destinations, Date.now()) : {};
  return { total: page + embed + sumOf(platforms), page, embed, platforms };
}

function facts({ id, startedAt, endedAt, peakViewers, watchedS }: RunRow, now: Date): RunFacts {
  return {
    id,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    lastedS: Math.round(((endedAt ?? now).getTime() - startedAt.getTime()) / 1000),
    peakViewers,
    watchedMinutes: Math.round(watchedS / 60),
  };
}

async function details(tx: Tx, eventId: string, run: RunRow, now: Date, match: Match) {
  const span = { from: run.startedAt, to: run.endedAt ?? now };
  const samples = await readSamples(tx, run.id);
  const curve = samples.map(({ at, page, embed, platforms }) => ({
    at: at.toISOString(),
    viewers: page + embed + sumOf(platforms),
  }));
  return {
    curve: thinned(curve),
    marks: await marks(tx, eventId, span, match),
    outputs: await outputs(tx, eventId, span),
  };
}

async function marks(tx: Tx, eventId: string, span: Span, match: Match): Promise<CurveMark[]> {
  const cuts = await readSwitchMarks(tx, eventId, span);
  const points = match ? pointMarks(match, span) : [];
  const faults = await readFaultMarks(tx, eventId, span);
  const all: (CurveMark & { atMs: number })[] = [
    ...cuts.map(({ at, kind, data }) => mark(at, 'cut', switchText(kind, data))),
    ...points.map((point) => mark(point.at, 'goal', pointText(point))),
    ...faults.map(({ at, text }) => mark(at, 'fault', text)),
  ];
  return all.sort((a, b) => a.atMs - b.atMs).map(({ at, kind, text }) => ({ at, kind, text }));
}

type Match = Awaited<ReturnType<typeof readMatch>>;

/** Goals that count, the newest where there are more than can be told apart on a curve. */
function pointMarks({ row, readings }: NonNullable<Match>, { from, to }: Span): PointMark[] {
  const names = { home: row.homeName, away: row.awayName };
  return readings
    .filter(({ event }) => event.kind === 'goal')
    .map(({ event, home, away, clockMs }) => {
      return { at: new Date(event.pressedAt), name: names[event.side ?? 'home'], home, away, clockMs };
    })
    .filter(({ at }) => at >= from && at <= to)
    .slice(-MAX_MARKS);
}

function mark(at: Date, kind: CurveMark['kind'], text: string) {
  return { at: at.toISOString(), atMs: at.getTime(), kind, text };
}

async function outputs(tx: Tx, eventId: string, span: Span): Promise<OutputUptime[]> {
  const rows = await readOutputChanges(tx, eventId, span);
  const ids = [...new Set(rows.map(({ output }) => output))];
  return ids.flatMap((output) => {
    const own = rows.filter((row) => row.output === output);
    const changes = own.map(({ state, at }) => ({ state, atMs: at.getTime() }));
    const uptime = uptimeOf(changes, span.from.getTime(), span.to.getTime());
    // It was off during the whole run.
    if (uptime.onS === 0) return [];
    const { label = null, plugin = null } = own[0] ?? {};
    return [{ output, label, plugin, ...rounded(uptime) }];
  });
}

function rounded({ onS, liveS, interruptions }: ReturnType<typeof uptimeOf>) {
  return { onS: Math.round(onS), liveS: Math.round(liveS), interruptions };
}

interface PointMark {
  at: Date;
  name: string;
  home: number;
  away: number;
  clockMs: number;
}

/** `TSV Nord 2:1 at 58:04` */
export function pointText({ name, home, away, clockMs }: Omit<PointMark, 'at'>): string {
  return `${name} ${home}:${away} at ${matchTime(clockMs)}`;
}

/** No screen of ours shows more points. */
const MAX_CURVE_POINTS = 300;

/**
 * At most 300 points over the whole run, each the highest of its neighbours, so that no peak is lost. First
 * and last stay.
 */
export function thinned(points: readonly CurvePoint[]): CurvePoint[] {
  if (points.length <= MAX_CURVE_POINTS) return [...points];
  const each = (points.length - 2) / (MAX_CURVE_POINTS - 2);
  const middle = Array.from({ length: MAX_CURVE_POINTS - 2 }, (_, n) => {
    const group = points.slice(1 + Math.floor(n * each), 1 + Math.floor((n + 1) * each));
    return group.reduce((highest, point) => (point.viewers > highest.viewers ? point : highest));
  });
  return [...points.slice(0, 1), ...middle, ...points.slice(-1)];
}

export interface OutputChange {
  state: OutputState;
  atMs: number;
}

export interface Uptime {
  /** Time for which it was switched on, seconds. */
  onS: number;
  /** Time for which it was live, seconds. */
  liveS: number;
  /** How often it was live and then was not, without being switched off. */
  interruptions: number;
}

/**
 * Uptime of an output between two times, from the changes of its state in order. A change before `fromMs`
 * gives the state at the start; before the first change it was off.
 */
export function uptimeOf(changes: readonly OutputChange[], fromMs: number, toMs: number): Uptime {
  const uptime: Uptime = { onS: 0, liveS: 0, interruptions: 0 };
  changes.forEach(({ state, atMs }, index) => {
    const next = changes[index + 1];
    const lastedS = (Math.min(next?.atMs ?? toMs, toMs) - Math.max(atMs, fromMs)) / 1000;
    if (lastedS < 0) return;
    if (state !== 'off') uptime.onS += lastedS;
    if (state === 'live') uptime.liveS += lastedS;
    // Earlier output belongs to the rehearsal: the watch page leaves that room for the program's when the
    // run begins.
    const within = state === 'live' && atMs >= fromMs && next && next.atMs < toMs;
    if (within && next.state !== 'live' && next.state !== 'off') uptime.interruptions += 1;
  });
  return uptime;
}
