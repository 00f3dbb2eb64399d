import { useEffect, useState } from 'react';
import type { PublicPlayer } from '../../../realtime/contract';
import { chosenPlace, keepPlace, OWN, type Place } from './chosen-place';

/**
 * The place that this person chose, also last time; null until that is known, so that nothing is loaded for the wrong one. A
 * platform that this event does not have counts as our own.
 */
export function usePlace(players: readonly PublicPlayer[]): [Place | null, (place: Place) => void] {
  const [chosen, setChosen] = useState<Place | null>(null);
  useEffect(() => {
    // After the first drawing, which is the server's.
    const first = setTimeout(() => setChosen(chosenPlace()), 0);
    return () => clearTimeout(first);
  }, []);
  const choose = (place: Place) => {
    setChosen(place);
    keepPlace(place);
  };
  const there = chosen === null || players.some(({ plugin }) => plugin === chosen);
  return [there ? chosen : OWN, choose];
}
