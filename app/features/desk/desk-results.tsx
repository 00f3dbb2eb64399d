import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Telemetry, ViewerNumbers } from '../../../contract/messages';
import type { OutputUptime, RunDetails, Statistics } from '../../../contract/statistics';
import type { EventStatus } from '../../../contract/vocabulary';
import { api } from '../../api/client';
import { Button } from '../../ui/button';
import { useNow } from '../../ui/clock';
import { byteText, clockText, count, dayAndTime, timeOfDay } from '../../ui/format';
import { useCrew } from '../crew/crew-context';
import type { RecordingFacts } from './desk-data';
import { MatchFigures } from './match-figures';
import { ViewerCurve } from './viewer-curve';

export function RecordingsSection({ recordings }: { recordings: RecordingFacts[] }) {
  // Times follow this browser's clock, which the server does not know.
  const ready = useNow() !== null;
  return (
    <section id="recordings" aria-labelledby="recordings-title">
      <div className="part-head">
        <h2 id="recordings-title">Recordings</h2>
      </div>
      <ul className="desk-list">
        {recordings.map((recording) => (
          <li key={recording.id}>
            <span className="grow">
              <b className="clip">{ready ? dayAndTime(recording.startedAt) : ''}</b>
              <small className="num">
                {recording.endedAt ? `${lasted(recording.startedAt, recording.endedAt)}, ` : 'running, '}
                {byteText(recording.bytes)}
              </small>
            </span>
            <a className="button" data-kind="surface" href={recording.url} download>
              <Download className="icon" />
              Download
            </a>
          </li>
        ))}
      </ul>
      {recordings.length === 0 ? (
        <p className="desk-empty">Recording starts and ends with the stream.</p>
      ) : null}
    </section>
  );
}

function lasted(from: string, to: string): string {
  return clockText(Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000)));
}

export function StatisticsSection() {
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
      {statistics?.match ? <MatchFigures match={statistics.match} /> : null}
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

function OutputUptimes({ uptimes }: { uptimes: OutputUptime[] }) {
  if (uptimes.length === 0) return null;
  return (
    <table className="uptimes">
      <caption className="visually-hidden">For how long each output was fed</caption>
      <thead>
        <tr>
          <th scope="col">Output</th>
          <th scope="col">Fed</th>
          <th scope="col">Of</th>
          <th scope="col">Interrupted</th>
        </tr>
      </thead>
      <tbody>
        {uptimes.map((uptime) => (
          <tr key={uptime.output}>
            <th scope="row" className="clip">
              {outputName(uptime)}
            </th>
            <td className="num">{share(uptime.liveS, uptime.onS)}</td>
            <td className="num">{clockText(uptime.onS)}</td>
            <td className="num" data-look={uptime.interruptions > 0 || undefined}>
              {uptime.interruptions === 0 ? 'never' : count(uptime.interruptions, 'time')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The server takes a sample every ten seconds. */
const LIVE_EVERY_MS = 10_000;

/**
 * The event’s figures, read when the desk opens, every ten seconds while it is live, and when that changes.
 * Null before the first answer; the last answer stays while the server does not reply.
 *
 * @param run which time on the air; the newest by default
 */
function useStatistics(slug: string, status: EventStatus, run: string | null): Statistics | null {
  const [statistics, setStatistics] = useState<Statistics | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const read = () =>
      readStatistics(slug, run, leaving.signal).then(
        (answer) => setStatistics(answer),
        () => undefined,
      );
    void read();
    const timer = status === 'live' ? setInterval(() => void read(), LIVE_EVERY_MS) : undefined;
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [slug, status, run]);
  return statistics;
}

function readStatistics(slug: string, run: string | null, signal: AbortSignal): Promise<Statistics> {
  const query = run === null ? {} : { run };
  return api('GET /api/v1/events/:slug/statistics', { slug, query, signal });
}

const PLATFORMS: Record<string, string> = { youtube: 'YouTube', twitch: 'Twitch' };

/** `20 here, 4 embedded, 50 YouTube`: leaves out parts that are zero and platforms that gave no number. */
export function partsText({ page, embed, platforms }: ViewerNumbers): string {
  const parts = [
    `${page} here`,
    ...(embed > 0 ? [`${embed} embedded`] : []),
    ...Object.entries(platforms).map(([plugin, viewers]) => `${viewers} ${PLATFORMS[plugin] ?? plugin}`),
  ];
  return parts.join(', ');
}

const OUTPUTS: Record<string, string> = {
  recording: 'Recording',
  viewers: 'Watch page',
  hls: 'Watch page, second way',
};

/** A destination that was removed has no label any more. */
export function outputName({ output, label }: { output: string; label: string | null }): string {
  return label ?? OUTPUTS[output] ?? 'Removed destination';
}

/** `99.8 %`; rounds down, so that 100 means nothing is missing. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const tenths = Math.floor((part / whole) * 1000) / 10;
  return `${tenths === 100 ? '100' : tenths.toFixed(1)} %`;
}

const FEW = 6;

/** Newest first. */
export function LogSection() {
  const { state, now } = useCrew();
  const [all, setAll] = useState(false);
  const rows = all ? state.log : state.log.slice(0, FEW);
  return (
    <section id="log" aria-labelledby="log-title">
      <div className="part-head">
        <h2 id="log-title">Log</h2>
      </div>
      <ul className="desk-log">
        {rows.map((row) => (
          <li key={row.id} data-severity={row.severity}>
            <time dateTime={row.at}>{now === null ? '' : timeOfDay(row.at)}</time>
            <span>{row.text}</span>
          </li>
        ))}
      </ul>
      {rows.length === 0 ? <p className="desk-empty">Nothing has happened yet.</p> : null}
      {!all && state.log.length > FEW ? (
        <Button kind="link" onClick={() => setAll(true)}>
          Show more
        </Button>
      ) : null}
    </section>
  );
}
