import type { CurveMark, CurvePoint, RunDetails } from '../../../contract/statistics';
import { clockText, count } from '../../ui/format';

/** Size of the drawing in SVG units; CSS scales it. */
export const WIDTH = 600;
export const HEIGHT = 120;

const MARK_WORD: Record<CurveMark['kind'], string> = { cut: 'Cut', goal: 'Goal', fault: 'Fault' };
/** Top of a mark in the drawing’s units: kinds differ in length as well as in colour. */
const FROM_TOP: Record<CurveMark['kind'], number> = { cut: HEIGHT - 14, goal: HEIGHT / 3, fault: 0 };

/**
 * Viewers over one run, with what happened marked on the curve. The table below holds the same for screen
 * readers.
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

interface CurveShape {
  /** SVG path data: the line, and the same closed down to the baseline. Empty without a point. */
  line: string;
  area: string;
  /** The number at the top edge. */
  top: number;
  marks: { x: number; mark: CurveMark }[];
}

/** Scales a curve to the drawing. A count holds until the next one, the last one until the end. */
export function curveShape(
  points: readonly CurvePoint[],
  marks: readonly CurveMark[],
  span: { fromMs: number; toMs: number },
): CurveShape {
  const lengthMs = Math.max(1, span.toMs - span.fromMs);
  const x = (at: string) => round(clamp((Date.parse(at) - span.fromMs) / lengthMs) * WIDTH);
  const top = roundUp(Math.max(0, ...points.map(({ viewers }) => viewers)));
  const y = (viewers: number) => round(HEIGHT - (viewers / top) * HEIGHT);
  const steps = points.map(({ at, viewers }, index) => {
    const here = `${x(at)} ${y(viewers)}`;
    return index === 0 ? `M${here}` : `H${x(at)}V${y(viewers)}`;
  });
  const line = steps.length === 0 ? '' : `${steps.join('')}H${WIDTH}`;
  const first = points[0];
  return {
    line,
    area: first ? `${line}V${HEIGHT}H${x(first.at)}Z` : '',
    top,
    marks: marks.map((mark) => ({ x: x(mark.at), mark })),
  };
}

/**
 * 1, 2 or 5 times a power of ten that is not below `number`; at least 5, so that one viewer does not fill the
 * drawing.
 */
export function roundUp(number: number): number {
  if (number <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(number));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= number) ?? number;
}

/** Most rows of the curve’s table, at even steps. */
const ROWS = 40;

export function curveRows(points: readonly CurvePoint[]): CurvePoint[] {
  const each = Math.max(1, Math.ceil(points.length / ROWS));
  return points.filter((_, index) => index % each === 0);
}

const clamp = (part: number) => Math.min(1, Math.max(0, part));
const round = (value: number) => Math.round(value * 10) / 10;
