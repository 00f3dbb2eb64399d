import { useState } from 'react';
import type { Telemetry } from '../../../../contract/messages';
import type { RunDetails } from '../../../../contract/statistics';
import { dayAndTime } from '../../../ui/format';
import { useCrew } from '../../crew/crew-context';
import { OutputUptimes } from './output-uptimes';
import { useStatistics } from './use-statistics';
import { ViewerCurve } from './viewer-curve';
import { partsText } from './statistics-texts';

/** How many watch and watched: now with its parts, the curve, and for how long each output was fed. */
export function StatisticsPart() {
  const { state, telemetry, now } = useCrew();
  const { slug, status } = state.event;
  const [chosen, setChosen] = useState<string | null>(null);
  const statistics = useStatistics(slug, status, chosen);
  const run = statistics?.run ?? null;
  const numbers = telemetry?.viewers ?? statistics?.viewers ?? null;
  return (
    <section id="statistics" aria-labelledby="statistics-title">
      <div className="part-head">
        <h2 id="statistics-title">Statistics</h2>
        {statistics && statistics.runs.length > 1 && now !== null ? (
          <label className="statistics-runs">
            <span className="visually-hidden">Which time on the air</span>
            <select value={run?.id ?? ''} onChange={(event) => setChosen(event.target.value)}>
              {statistics.runs.map(({ id, startedAt }) => (
                <option key={id} value={id}>
                  {dayAndTime(startedAt)}
                </option>
              ))}
            </select>
          </label>
        ) : null}
      </div>
      <Figures numbers={numbers} run={run} live={status === 'live'} />
      {run && now !== null && run.curve.length > 0 ? <ViewerCurve run={run} nowMs={now} /> : null}
      {run ? (
        <OutputUptimes uptimes={run.outputs} />
      ) : (
        <p className="desk-empty">The curve of your viewers begins with the stream.</p>
      )}
    </section>
  );
}

interface FiguresProps {
  numbers: Telemetry['viewers'] | null;
  run: RunDetails | null;
  live: boolean;
}

function Figures({ numbers, run, live }: FiguresProps) {
  // The present number may be higher than the peak that was written last.
  const peak = run ? Math.max(run.peakViewers, live ? (numbers?.total ?? 0) : 0) : null;
  return (
    <dl className="statistics-figures">
      <div>
        <dt>Watching now</dt>
        <dd className="num">{numbers?.total ?? '–'}</dd>
        <dd>
          <small>{numbers ? partsText(numbers) : ''}</small>
        </dd>
      </div>
      <div>
        <dt>Peak</dt>
        <dd className="num">{peak ?? '–'}</dd>
        <dd>
          <small>at the same time</small>
        </dd>
      </div>
      <div>
        <dt>Watched</dt>
        <dd className="num">{run ? `${run.watchedMinutes.toLocaleString('en-GB')} min` : '–'}</dd>
        <dd>
          <small>on our pages and embeds</small>
        </dd>
      </div>
    </dl>
  );
}
