import type { EncodingChoice } from '../../../core/encoding-choice';
import type { CrewState, Telemetry } from '../../../contract/messages';
import type { DestinationForm } from './desk-data';

/**
 * `no`: viewers would see the slate or nothing. `look`: it works, and somebody should look. `wait`: comes by
 * itself.
 */
export type CheckResult = 'no' | 'look' | 'wait' | 'go';

/** What the button beside a problem does. */
export type CheckFix =
  | { label: string; do: 'show'; target: 'connect' | 'cameras' | 'destinations' }
  | { label: string; do: 'admit' | 'unmute'; cameraId: string }
  | { label: string; do: 'key'; destinationId: string }
  | { label: string; do: 'encode'; encoding: EncodingChoice };

export interface PreflightCheck {
  name: string;
  verdict: CheckResult;
  text: string;
  remedy: CheckFix | null;
}

export interface PreflightFacts {
  state: CrewState;
  telemetry: Telemetry | null;
  /** What a kind of destination asks for; null for one that this page does not know. */
  kindOf: (plugin: string) => Pick<DestinationForm, 'keyRequired' | 'limits'> | null;
}
