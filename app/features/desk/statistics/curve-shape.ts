import type { CurveMark, CurvePoint } from '../../../../contract/statistics';

/** Size of the drawing in its own units; the page scales it. */
export const WIDTH = 600;
export const HEIGHT = 120;

export interface CurveShape {
  /** The line, and the same closed down to the ground. Empty without a point. */
  line: string;
  area: string;
  /** Round number at the top of the drawing. */
  top: number;
  marks: { x: number; mark: CurveMark }[];
}

/**
 * Puts the curve between two times into the drawing. A count holds until the next one, and the last until the
 * end.
 */
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

/** 1, 2 or 5 times a power of ten that holds the number; at least 5, so that one viewer is not a mountain. */
export function roundUp(number: number): number {
  if (number <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(number));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= number) ?? number;
}

/** So many rows at most of the curve as a table: those nearest to even steps in time. */
const ROWS = 40;

export function curveRows(points: readonly CurvePoint[]): CurvePoint[] {
  const each = Math.max(1, Math.ceil(points.length / ROWS));
  return points.filter((_, index) => index % each === 0);
}

const clamp = (part: number) => Math.min(1, Math.max(0, part));
const round = (value: number) => Math.round(value * 10) / 10;
