import { timeOfDay } from '../../ui/format';
import { useCrew } from '../crew/crew-context';

/** The time of day, by which a crew speaks to each other. */
export function DeskClock() {
  const { now } = useCrew();
  return <time className="desk-clock">{now === null ? '' : timeOfDay(now)}</time>;
}
