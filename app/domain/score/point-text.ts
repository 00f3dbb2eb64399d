import { matchTime } from '../../../core/score';
import type { PointMark } from '../../../db/queries/statistics';

/** `TSV Nord 2:1 at 58:04` */
export function pointText({ name, home, away, clockMs }: Omit<PointMark, 'at'>): string {
  return `${name} ${home}:${away} at ${matchTime(clockMs)}`;
}
