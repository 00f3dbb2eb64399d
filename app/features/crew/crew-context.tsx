import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { CrewState, Snapshot, Telemetry } from '../../../contract/messages';
import {
  type Control,
  type Link,
  useRealtimeEventUpdates,
} from '../../realtime/client/use-realtime-event-updates';
import { useNow } from '../../ui/clock';
import { withFigures } from './figures';
import { crewCommands, type CrewCommands } from './commands';

/** What every part of a crew screen may read, and the commands it may give. */
export interface Crew {
  state: CrewState;
  telemetry: Telemetry | null;
  viewers: number | null;
  link: Link;
  control: Control;
  commands: CrewCommands;
  /** By this browser's clock; null while the server draws. */
  now: number | null;
}

const CrewContext = createContext<Crew | null>(null);

export function useCrew(): Crew {
  const crew = useContext(CrewContext);
  if (!crew) throw new Error('useCrew needs a CrewProvider above it.');
  return crew;
}

/** Keeps the state of one event current for the screen inside. */
export function CrewProvider({ initial, children }: { initial: Snapshot<'crew'>; children: ReactNode }) {
  const { slug } = initial.state.event;
  const updates = useRealtimeEventUpdates({ audience: 'crew', slug, initial });
  const commands = useMemo(() => crewCommands(slug), [slug]);
  const now = useNow();
  const { telemetry, viewers, link, control } = updates;
  const state = withFigures(updates.state ?? initial.state, telemetry?.outputs);
  return (
    <CrewContext.Provider value={{ state, telemetry, viewers, link, control, commands, now }}>
      {children}
    </CrewContext.Provider>
  );
}
