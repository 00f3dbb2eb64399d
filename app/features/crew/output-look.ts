import type { OutputState } from '../../../contract/vocabulary';
import type { SignState } from '../../ui/shape';

/** Word and shape of an output’s state (design §8). */
export const OUTPUT_LOOK: Record<OutputState, { sign: SignState; word: string }> = {
  off: { sign: 'standby', word: 'Off' },
  connecting: { sign: 'waiting', word: 'Connecting' },
  live: { sign: 'program', word: 'Live' },
  stalled: { sign: 'attention', word: 'Stalled' },
  reconnecting: { sign: 'waiting', word: 'Reconnecting' },
  failed: { sign: 'attention', word: 'Failed' },
};

export function needsLook(status: OutputState): boolean {
  return status === 'stalled' || status === 'reconnecting' || status === 'failed';
}
