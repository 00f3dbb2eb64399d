import type { DestinationSlice } from '../../../contract/messages';
import { StateWord } from '../../ui/state-word';
import { useCrew } from './crew-context';
import { platformLook } from './platform-look';

/**
 * What the platform itself says, beside what we see. Quiet: a screen reader hears it when the word changes,
 * and not at each new count of viewers.
 */
export function PlatformChip({ destination }: { destination: DestinationSlice }) {
  const { now } = useCrew();
  const look = now === null ? null : platformLook(destination, now);
  // A verdict says it already.
  const message = look && look.message !== destination.verdict ? look.message : null;
  return (
    <span className="platform-chip" hidden={look === null}>
      <span role="status">{look ? <StateWord state={look.sign}>{look.word}</StateWord> : null}</span>
      {look && look.viewers !== null ? (
        <span className="small text-2 num">{look.viewers.toLocaleString('en')} watching there</span>
      ) : null}
      {message ? <span className="small text-2">{message}</span> : null}
    </span>
  );
}
