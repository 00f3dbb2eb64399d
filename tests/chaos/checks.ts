import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readMarkFromPage } from '../support/eyes/eyes';
import { until } from '../support/time/until';
import type { Page } from 'playwright';
import type { Director } from './director';
import type { Screen } from './screens';
import type { Stage } from './stage';
import type { Timeline } from './timeline';

/** The crew's screens show what was accepted within this time under any single fault (docs/safety.md). */
const SHOWN_MS = 5_000;

interface SwitchRow {
  seq: number;
  to: string | null;
  requestId: string | null;
}

/** Each cut that was acknowledged is in the log once, as acknowledged and in this order; and no other one. */
export async function checkCuts(
  timeline: Timeline,
  { admin, show }: Stage,
  { cuts }: Director,
): Promise<void> {
  const rows = await admin<SwitchRow[]>`
    select w.seq, w.to_camera as "to", w.request_id as "requestId" from switch_logs w
    join events e on e.id = w.event_id where e.slug = ${show.event.slug} order by w.seq`;
  let lastSeq = 0;
  for (const cut of cuts) {
    const own = rows.filter(({ requestId }) => requestId === cut.requestId);
    const violate = (what: string) =>
      timeline.violate({
        atS: cut.sentS,
        what,
        evidence: `cut ${cut.requestId} to ${cut.to ?? 'the slate'}: ${cut.says.join(' | ')}; in the log ${JSON.stringify(own)}`,
      });
    if (own.length > 1) violate('a cut is in the log twice');
    const [row] = own;
    if (cut.result === 'refused' && row) violate('a cut that was refused is in the log');
    if (cut.result !== 'acknowledged') continue;
    if (!row) violate('an acknowledged cut is not in the log');
    else if (Number(row.seq) !== cut.seq || row.to !== cut.to)
      violate('an acknowledged cut is in the log as another one');
    if ((cut.seq ?? 0) <= lastSeq)
      violate(`an acknowledged cut has no later number than the one before, ${lastSeq}`);
    lastSeq = cut.seq ?? lastSeq;
  }
}

/** Every accepted cut is on the crew's screens in time, unless nothing could be: see `SHOWN_MS`. */
export function checkShown(timeline: Timeline, { cuts }: Director, screens: readonly Screen<'crew'>[]): void {
  for (const screen of screens) {
    for (const { seq, answeredS, result } of cuts) {
      if (result !== 'acknowledged' || seq === null) continue;
      const reached = screen.reachedS(seq);
      const ms = reached === null ? Infinity : (reached - answeredS) * 1000;
      if (ms <= SHOWN_MS * timeline.patience) continue;
      timeline.violate({
        atS: answeredS,
        what: `${screen.name} showed an accepted cut after ${ms.toFixed(0)} ms`,
        evidence: `seq ${seq}; not online ${JSON.stringify(screen.gone().filter(({ toS }) => toS > answeredS)[0] ?? null)}`,
      });
    }
  }
}

interface LastState {
  seq: number;
  onAir: string | null;
}

/** All clients, the API, the log and the database say the same. */
export async function checkOneState(
  timeline: Timeline,
  { admin, show }: Stage,
  crew: readonly Screen<'crew'>[],
  audience: readonly Screen<'public'>[],
): Promise<void> {
  const slug = show.event.slug;
  const database = async (): Promise<LastState & { logged: string | null }> => {
    const [row] = await admin<(LastState & { logged: string | null })[]>`
      select seq, on_air as "onAir", (select to_camera from switch_logs w where w.event_id = e.id
        order by seq desc limit 1) as logged from events e where slug = ${slug}`;
    if (!row) throw new Error('The event is not in the database.');
    return { ...row, seq: Number(row.seq) };
  };
  const seen: Record<string, unknown> = {};
  const agree = async (): Promise<boolean> => {
    const before = await database();
    const state = await show.state();
    const answer = await fetch(`${show.product.baseUrl}/api/audience/${slug}`);
    const open = (await answer.json()) as { seq: number; state: unknown };
    Object.assign(seen, {
      database: before,
      api: { seq: state.seq, onAir: state.program.onAir },
      ...Object.fromEntries(
        crew.map((screen) => [screen.name, { seq: screen.seq(), onAir: screen.state()?.program.onAir }]),
      ),
      ...Object.fromEntries(audience.map(({ name, state: of }) => [name, of()])),
    });
    const onAir = before.onAir;
    return (
      before.logged === onAir &&
      state.program.onAir === onAir &&
      crew.every((screen) => screen.seq() >= before.seq && screen.state()?.program.onAir === onAir) &&
      audience.every((screen) => JSON.stringify(screen.state()) === JSON.stringify(open.state))
    );
  };
  await until('one state everywhere', agree, { timeoutMs: 15_000, everyMs: 250 }).catch(() =>
    timeline.violate({
      atS: timeline.nowS(),
      what: 'clients and database do not agree on the last state',
      evidence: JSON.stringify(seen),
    }),
  );
}

export interface Pages {
  director: Page;
  viewer: Page;
}

/** Pages that were open all the time show the camera of the last cut, the viewer’s as a moving picture. */
export async function checkPages(
  timeline: Timeline,
  { director, viewer }: Pages,
  label: string,
  camera: number,
) {
  const complain = (what: string) => (error: unknown) =>
    timeline.violate({ atS: timeline.nowS(), what, evidence: error instanceof Error ? error.message : '' });
  await until(
    'the tile on program',
    () => director.locator(`.tile[data-sign="program"] [aria-label="${label}"]`).isVisible(),
    { timeoutMs: 15_000 },
  ).catch(complain('the director’s page shows another camera on program'));
  const frames = new Set<number>();
  await until(
    'moving pictures of the camera on the viewer’s page',
    async () => {
      const mark = await readMarkFromPage(viewer, 'video');
      if (mark?.camera === camera) frames.add(mark.frame);
      return frames.size > 3;
    },
    { timeoutMs: 30_000 },
  ).catch(complain('the viewer’s page does not show the program'));
}

/** What opens something is in no log and not on the terminal. */
export async function checkSecrets(timeline: Timeline, { show, secrets }: Stage): Promise<void> {
  const logs = join(show.product.dataDir, 'logs');
  const texts: [string, string][] = [['the terminal', show.product.output()]];
  for (const file of await readdir(logs)) texts.push([file, await readFile(join(logs, file), 'utf8')]);
  for (const [place, text] of texts) {
    for (const secret of secrets) {
      const at = text.indexOf(secret);
      if (at < 0) continue;
      timeline.violate({
        atS: timeline.nowS(),
        what: `a secret is in ${place}`,
        evidence:
          text
            .slice(Math.max(0, at - 200), at)
            .split('\n')
            .at(-1) ?? '',
      });
    }
  }
}
