import type { CrewState, Telemetry } from '../../../contract/messages';

/**
 * The state with the newest rates and sizes: they change each second and so come as telemetry, outside the
 * ordered updates.
 */
export function withFigures(state: CrewState, figures: Telemetry['outputs']): CrewState {
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
