import { AppError } from '../../../core/errors';
import { type Claims, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import {
  readFaultMarks,
  readOutputChanges,
  readPointMarks,
  readRuns,
  readSamples,
  readSwitchMarks,
  type RunRow,
  type Span,
} from '../../../db/queries/statistics';
import type { ViewerNumbers } from '../../../contract/messages';
import type { CurveMark, OutputUptime, RunFacts, Statistics } from '../../../contract/statistics';
import type { Services } from '../../services';
import { eventIn } from '../access/find';
import { platformViewers, sumOf } from '../presence/platforms';
import { ownViewers } from '../presence/total';
import { readState } from '../../../db/queries/state';
import { crewSlices, crewState } from '../state/slices';
import { switchText } from '../state/switch-text';
import { pointText } from '../score';
import { thinned } from './curve';
import { uptimeOf } from './uptime';

/**
 * How many watched, and how the outputs did. For the event's crew.
 *
 * @param runId of which time on the air; the newest by default
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
    return {
      viewers: await viewersNow(tx, event.id),
      runs: rows.map((each) => facts(each, now)),
      run: row ? { ...facts(row, now), ...(await details(tx, event.id, row, now)) } : null,
    };
  });
}

async function viewersNow(tx: Tx, eventId: string): Promise<ViewerNumbers> {
  const counts = await ownViewers(tx, [eventId]);
  const { page, embed } = counts.get(eventId) ?? { page: 0, embed: 0 };
  const state = await readState(tx, { id: eventId }, null);
  const platforms = state ? platformViewers(crewState(crewSlices(state)).destinations, Date.now()) : {};
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

async function details(tx: Tx, eventId: string, run: RunRow, now: Date) {
  const span = { from: run.startedAt, to: run.endedAt ?? now };
  const samples = await readSamples(tx, run.id);
  const curve = samples.map(({ at, page, embed, platforms }) => ({
    at: at.toISOString(),
    viewers: page + embed + sumOf(platforms),
  }));
  return {
    curve: thinned(curve),
    marks: await marks(tx, eventId, span),
    outputs: await outputs(tx, eventId, span),
  };
}

async function marks(tx: Tx, eventId: string, span: Span): Promise<CurveMark[]> {
  const cuts = await readSwitchMarks(tx, eventId, span);
  const points = await readPointMarks(tx, eventId, span);
  const faults = await readFaultMarks(tx, eventId, span);
  const all: (CurveMark & { atMs: number })[] = [
    ...cuts.map(({ at, kind, data }) => mark(at, 'cut', switchText(kind, data))),
    ...points.map((point) => mark(point.at, 'goal', pointText(point))),
    ...faults.map(({ at, text }) => mark(at, 'fault', text)),
  ];
  return all.sort((a, b) => a.atMs - b.atMs).map(({ at, kind, text }) => ({ at, kind, text }));
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
    // It was off all the time: there is nothing to tell.
    if (uptime.onS === 0) return [];
    const { label = null, plugin = null } = own[0] ?? {};
    return [{ output, label, plugin, ...rounded(uptime) }];
  });
}

function rounded({ onS, liveS, interruptions }: ReturnType<typeof uptimeOf>) {
  return { onS: Math.round(onS), liveS: Math.round(liveS), interruptions };
}
