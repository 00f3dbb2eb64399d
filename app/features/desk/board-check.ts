import type { EncodingChoice } from '../../../core/encoding-choice';
import type { CrewState, Telemetry } from '../../realtime/contract';
import type { DestinationForm } from './desk-data';

/** `no`: viewers would see the slate or nothing. `look`: it works, and somebody should look. `wait`: comes by itself. */
export type Verdict = 'no' | 'look' | 'wait' | 'go';

/** What the button beside a problem does. */
export type Remedy =
  | { label: string; do: 'show'; target: 'connect' | 'cameras' | 'destinations' }
  | { label: string; do: 'admit' | 'unmute'; cameraId: string }
  | { label: string; do: 'key'; destinationId: string }
  | { label: string; do: 'encode'; encoding: EncodingChoice };

export interface Check {
  name: string;
  verdict: Verdict;
  text: string;
  remedy: Remedy | null;
}

export interface BoardFacts {
  state: CrewState;
  telemetry: Telemetry | null;
  /** What a kind of destination asks for; null for one that this page does not know. */
  kindOf: (plugin: string) => Pick<DestinationForm, 'keyRequired' | 'limits'> | null;
}
