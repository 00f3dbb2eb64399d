import { Shape } from '../../ui/shape';
import { useCrew } from '../crew/crew-context';
import { type HintFacts, hints } from './hints';
import { LogLines } from './log-lines';

/** As many lines as a large screen has room for; a small one hides the rest. */
const FOOT_LINES = 6;

/** What to look at now, and what happened last. */
export function Foot({ rooms }: { rooms: HintFacts['rooms'] }) {
  const { state, telemetry, link, control } = useCrew();
  const found = hints({ state, telemetry, link, control, rooms });
  return (
    <footer className="foot">
      <ul className="hints" aria-live="polite" aria-label="To look at">
        {found.slice(0, 2).map((hint) => (
          <li key={hint.id}>
            <Shape state="attention" />
            <span>{hint.text}</span>
          </li>
        ))}
      </ul>
      <LogLines rows={state.log.slice(0, FOOT_LINES)} />
    </footer>
  );
}
