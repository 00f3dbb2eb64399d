import { useEffect, useState } from 'react';
import type { PublicPlayer } from '../../../contract/messages';
import { chosenSurface, keepSurface, OWN, type Surface } from './chosen-surface';

/**
 * The place that this person chose, also last time; null until that is known, so that nothing is loaded for
 * the wrong one. A platform that this event does not have counts as our own.
 */
export function useSurface(players: readonly PublicPlayer[]): [Surface | null, (place: Surface) => void] {
  const [chosen, setChosen] = useState<Surface | null>(null);
  useEffect(() => {
    // After the first drawing, which is the server's.
    const first = setTimeout(() => setChosen(chosenSurface()), 0);
    return () => clearTimeout(first);
  }, []);
  const choose = (place: Surface) => {
    setChosen(place);
    keepSurface(place);
  };
  const there = chosen === null || players.some(({ plugin }) => plugin === chosen);
  return [there ? chosen : OWN, choose];
}
