import type { Period, Side } from '../../../../contract/vocabulary';
import type { ClockWish } from '../../../../core/score';
import { api, type BodyOf } from '../../../api/client';
import { once } from '../../crew/commands';

export interface SideWish {
  name: string;
  short?: string;
}

/** What a scorer may do, as calls of the control API. Each throws `PostError`. */
export function scoreCommands(slug: string) {
  const progress = (body: BodyOf<'PATCH /api/v1/events/:slug/score'>) =>
    api('PATCH /api/v1/events/:slug/score', { slug, body });
  return {
    name: (home: SideWish, away: SideWish) =>
      api('PUT /api/v1/events/:slug/score', { slug, body: { home, away } }),
    count: (side: Side, delta: 1 | -1) =>
      once((requestId) =>
        api('POST /api/v1/events/:slug/score/points', { slug, body: { side, delta, requestId } }),
      ),
    undo: (pointId: string) =>
      once((requestId) =>
        api('POST /api/v1/events/:slug/score/undo', { slug, body: { pointId, requestId } }),
      ),
    setPeriod: (period: Period | null) => progress({ period }),
    setClock: (clock: ClockWish) => progress({ clock }),
  };
}

export type ScoreCommands = ReturnType<typeof scoreCommands>;
