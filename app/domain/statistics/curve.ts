import type { CurvePoint } from '../../../contract/statistics';

/** More points than this no screen of ours can show. */
const MAX_POINTS = 300;

/**
 * At most 300 points over the whole time, each the highest of its neighbours, so that no peak is lost. First
 * and last stay.
 */
export function thinned(points: readonly CurvePoint[]): CurvePoint[] {
  if (points.length <= MAX_POINTS) return [...points];
  const each = (points.length - 2) / (MAX_POINTS - 2);
  const middle = Array.from({ length: MAX_POINTS - 2 }, (_, n) => {
    const group = points.slice(1 + Math.floor(n * each), 1 + Math.floor((n + 1) * each));
    return group.reduce((highest, point) => (point.viewers > highest.viewers ? point : highest));
  });
  return [...points.slice(0, 1), ...middle, ...points.slice(-1)];
}
