import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { CrewState, Snapshot, Telemetry } from '../../../contract/messages';
import {
  type Control,
  type Link,
  useRealtimeEventUpdates,
} from '../../realtime/client/use-realtime-event-updates';
import { serverNow } from '../../realtime/client/server-clock';
import { useNow } from '../../ui/clock';
import { crewCommands, type CrewCommands } from './commands';

/** What every part of a crew page may read, and the commands it may send. */
export interface Crew {
  state: CrewState;
  telemetry: Telemetry | null;
  viewers: number | null;
  link: Link;
  control: Control;
  commands: CrewCommands;
  /** By the server’s clock, whose times it is compared with; null while the server renders. */
  now: number | null;
}

const CrewContext = createContext<Crew | null>(null);

export function useCrew(): Crew {
  const crew = useContext(CrewContext);
  if (!crew) throw new Error('useCrew needs a CrewProvider above it.');
  return crew;
}

export function CrewProvider({ initial, children }: { initial: Snapshot<'crew'>; children: ReactNode }) {
  const { slug } = initial.state.event;
  const updates = useRealtimeEventUpdates({ audience: 'crew', slug, initial });
  const commands = useMemo(() => crewCommands(slug), [slug]);
  const now = useNow(1000, serverNow);
  const { telemetry, viewers, link, control } = updates;
  const state = withFigures(updates.state ?? initial.state, telemetry?.outputs);
  return (
    <CrewContext.Provider value={{ state, telemetry, viewers, link, control, commands, now }}>
      {children}
    </CrewContext.Provider>
  );
}

/** Parts of a crew page with what they read as it is given, and without a server: for the gallery. */
export function GivenCrew({ crew, children }: { crew: Omit<Crew, 'commands'>; children: ReactNode }) {
  const { slug } = crew.state.event;
  const commands = useMemo(() => crewCommands(slug), [slug]);
  return <CrewContext.Provider value={{ ...crew, commands }}>{children}</CrewContext.Provider>;
}

/** Bitrates and sizes change every second, so they come as telemetry, outside the ordered updates. */
function withFigures(state: CrewState, figures: Telemetry['outputs']): CrewState {
  if (!figures) return state;
  const recorded = figures.recording?.bytes;
  return {
    ...state,
    destinations: state.destinations.map((destination) => ({ ...destination, ...figures[destination.id] })),
    outputs: {
      ...state.outputs,
      recording: { ...state.outputs.recording, bytes: recorded ?? state.outputs.recording.bytes },
    },
  };
}
