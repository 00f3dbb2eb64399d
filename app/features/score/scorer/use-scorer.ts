import { useMemo, useState } from 'react';
import type { CrewScore, CrewState, ScoreChanged, Snapshot } from '../../../../contract/messages';
import {
  type Control,
  type Link,
  useRealtimeEventUpdates,
} from '../../../realtime/client/use-realtime-event-updates';
import { useCommand } from '../../crew/use-command';
import { type ScoreCommands, scoreCommands } from './score-commands';

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
