import type { CurveMark, RunDetails } from '../../../../contract/statistics';
import { clockText, count } from '../../../ui/format';
import { curveRows, curveShape, HEIGHT, WIDTH } from './curve-shape';

const MARK_WORD: Record<CurveMark['kind'], string> = { cut: 'Cut', goal: 'Goal', fault: 'Fault' };
/** Told apart by its length as well. */
const FROM_TOP: Record<CurveMark['kind'], number> = { cut: HEIGHT - 14, goal: HEIGHT / 3, fault: 0 };

/**
 * How many watched over one time on the air, with what happened marked on it. The same stands in a table
 * beneath.
 */
export function ViewerCurve({ run, nowMs }: { run: RunDetails; nowMs: number }) {
  const fromMs = Date.parse(run.startedAt);
  const toMs = run.endedAt === null ? nowMs : Date.parse(run.endedAt);
  const { line, area, top, marks } = curveShape(run.curve, run.marks, { fromMs, toMs });
  const since = (at: string) => clockText(Math.max(0, Math.round((Date.parse(at) - fromMs) / 1000)));
  const many = (kind: CurveMark['kind']) => run.marks.filter((mark) => mark.kind === kind).length;
  const goals = many('goal') > 0;
  const said = `Viewers over ${clockText(Math.round((toMs - fromMs) / 1000))}, at most ${run.peakViewers}. ${count(many('cut'), 'cut')},${goals ? ` ${count(many('goal'), 'goal')},` : ''} ${count(many('fault'), 'fault')}.`;
  return (
    <figure className="curve">
      <div className="curve-frame">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={said}>
          <path className="curve-area" d={area} />
          {marks.map(({ x, mark }, index) => (
            <line
              key={index}
              className="curve-mark"
              data-kind={mark.kind}
              x1={x}
              x2={x}
              y1={FROM_TOP[mark.kind]}
              y2={HEIGHT}
            >
              <title>{`${since(mark.at)} ${mark.text}`}</title>
            </line>
          ))}
          <path className="curve-line" d={line} />
        </svg>
        <span className="curve-top num" aria-hidden="true">
          {top}
        </span>
      </div>
      <figcaption className="curve-foot num">
        <span>0:00</span>
        <span className="curve-key">
          <i data-kind="cut" aria-hidden="true" /> Cut{' '}
          {goals ? (
            <>
              <i data-kind="goal" aria-hidden="true" /> Goal{' '}
            </>
          ) : null}
          <i data-kind="fault" aria-hidden="true" /> Fault
        </span>
        <span>{clockText(Math.round((toMs - fromMs) / 1000))}</span>
      </figcaption>
      <details className="curve-table">
        <summary>As a table</summary>
        <div className="curve-scroll" tabIndex={0} role="region" aria-label="Viewers and what happened">
          <table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Viewers</th>
                <th scope="col">What happened</th>
              </tr>
            </thead>
            <tbody className="num">
              {rows(run).map((row, index) => (
                <tr key={index}>
                  <td>{since(row.at)}</td>
                  <td>{row.viewers ?? ''}</td>
                  <td>{row.mark ? `${MARK_WORD[row.mark.kind]}: ${row.mark.text}` : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

interface Row {
  at: string;
  viewers: number | null;
  mark: CurveMark | null;
}

function rows({ curve, marks }: RunDetails): Row[] {
  const all: Row[] = [
    ...curveRows(curve).map(({ at, viewers }) => ({ at, viewers, mark: null })),
    ...marks.map((mark) => ({ at: mark.at, viewers: null, mark })),
  ];
  return all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
