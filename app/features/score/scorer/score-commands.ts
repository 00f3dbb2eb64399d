import type { Period, Side } from '../../../../contract/vocabulary';
import type { ClockWish } from '../../../../core/score';
import type { ScoreChanged } from '../../../../contract/messages';
import { postJson } from '../../../realtime/client/json-request';
import { once } from '../../crew/commands';

export interface SideWish {
  name: string;
  short?: string;
}

/** What a scorer may do, as calls of the control API. Each throws `PostError`. */
export function scoreCommands(slug: string) {
  const at = (path = '') => `/api/v1/events/${encodeURIComponent(slug)}/score${path}`;
  return {
    name: (home: SideWish, away: SideWish) => postJson<ScoreChanged>(at(), { home, away }, { method: 'PUT' }),
    count: (side: Side, delta: 1 | -1) =>
      once((requestId) => postJson<ScoreChanged>(at('/points'), { side, delta, requestId })),
    undo: (pointId: string) =>
      once((requestId) => postJson<ScoreChanged>(at('/undo'), { pointId, requestId })),
    setPeriod: (period: Period | null) => postJson<ScoreChanged>(at(), { period }, { method: 'PATCH' }),
    setClock: (clock: ClockWish) => postJson<ScoreChanged>(at(), { clock }, { method: 'PATCH' }),
  };
}

export type ScoreCommands = ReturnType<typeof scoreCommands>;
