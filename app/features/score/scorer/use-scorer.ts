import { useMemo, useState } from 'react';
import type { CrewScore, CrewState, ScoreChanged, Snapshot } from '../../../../contract/messages';
import type { Period, Side } from '../../../../contract/vocabulary';
import type { ClockChange } from '../../../../contract/score';
import { api, type BodyOf } from '../../../api/client';
import {
  type Control,
  type Link,
  useRealtimeEventUpdates,
} from '../../../realtime/client/use-realtime-event-updates';
import { once, useCommand } from '../../crew/commands';

export interface Scorer {
  event: CrewState['event'];
  score: CrewScore | null;
  link: Link;
  control: Control;
  busy: ReadonlySet<string>;
  /** Gives a command and shows in a sentence what failed; resolves with whether it worked. */
  give: (name: string, command: (all: ScoreCommands) => Promise<ScoreChanged>) => Promise<boolean>;
}

/**
 * The score and the commands that change it. What a command answers counts at once: a scorer who does not see
 * that a point has arrived presses again, and it would count twice.
 */
export function useScorer(initial: Snapshot<'crew'>): Scorer {
  const { slug } = initial.state.event;
  const updates = useRealtimeEventUpdates({ audience: 'crew', slug, initial });
  const [answered, setAnswered] = useState<ScoreChanged | null>(null);
  const commands = useMemo(() => scoreCommands(slug), [slug]);
  const { busy, run } = useCommand();
  const state = updates.state ?? initial.state;
  return {
    event: state.event,
    score: answered && answered.seq > updates.seq ? answered.score : state.score,
    link: updates.link,
    control: updates.control,
    busy,
    give: (name, command) => run(name, async () => setAnswered(await command(commands))),
  };
}

export interface SideWish {
  name: string;
  short?: string;
}

/** What a scorer may do, as calls of the control API. Each throws `PostError`. */
function scoreCommands(slug: string) {
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
    setClock: (clock: ClockChange) => progress({ clock }),
  };
}

type ScoreCommands = ReturnType<typeof scoreCommands>;
