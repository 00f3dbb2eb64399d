import type { DestinationSlice } from '../../../contract/messages';
import { StateWord } from '../../ui/state-word';
import { useCrew } from '../crew/crew-context';
import { OUTPUT_LOOK } from '../crew/output-look';
import { testProgress } from './test-progress';

/** How a destination does; before the show, what a test of it found. */
export function DestinationState({ destination }: { destination: DestinationSlice }) {
  const { now } = useCrew();
  const { status, enabled, test } = destination;
  if (status === 'off' && testProgress(destination, now))
    return <StateWord state="waiting">Testing</StateWord>;
  if (status === 'off' && test)
    return (
      <StateWord state={test.ok ? 'ready' : 'attention'}>{test.ok ? 'Tested' : 'Test failed'}</StateWord>
    );
  if (status === 'off')
    return <StateWord state={enabled ? 'ready' : 'standby'}>{enabled ? 'Ready' : 'Off'}</StateWord>;
  const { sign, word } = OUTPUT_LOOK[status];
  return <StateWord state={sign}>{word}</StateWord>;
}
