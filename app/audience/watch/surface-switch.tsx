import { useEffect, useState } from 'react';
import type { Transport } from '../../../contract/vocabulary';
import type { PublicPlayer } from '../../../contract/messages';
import { fill } from '../../../core/language';
import { useFormats, useTexts } from '../texts/use-texts';
import { chosenSurface, keepSurface, OWN, type Surface } from './chosen-surface';

/**
 * The surface that this person chose, also last time; null until that is known, so that nothing is loaded for
 * the wrong one. A platform that this event does not have counts as our own.
 */
export function useSurface(players: readonly PublicPlayer[]): [Surface | null, (surface: Surface) => void] {
  const [chosen, setChosen] = useState<Surface | null>(null);
  useEffect(() => {
    // After the first render, which is the server's.
    const first = setTimeout(() => setChosen(chosenSurface()), 0);
    return () => clearTimeout(first);
  }, []);
  const choose = (surface: Surface) => {
    setChosen(surface);
    keepSurface(surface);
  };
  const there = chosen === null || players.some(({ plugin }) => plugin === chosen);
  return [there ? chosen : OWN, choose];
}

/**
 * Usual delay of our own player, seconds: WebRTC measured by bench/engine, HLS by the length of its segments.
 */
const OWN_DELAY_S: Record<Transport, number> = { webrtc: 0.5, hls: 6 };

interface Props {
  players: readonly PublicPlayer[];
  surface: Surface;
  transport: Transport;
  onSurface: (surface: Surface) => void;
}

/**
 * Our own player next to the platforms', each with its usual delay. Radio buttons, so the arrow keys choose.
 */
export function SurfaceSwitch({ players, surface, transport, onSurface }: Props) {
  const { places } = useTexts();
  if (players.length === 0) return null;
  const all = [
    { id: OWN, label: places.own, delayS: OWN_DELAY_S[transport] },
    // One of a kind: nobody could tell two channels of one platform apart.
    ...players
      .filter(({ plugin }, at) => players.findIndex((other) => other.plugin === plugin) === at)
      .map(({ plugin, label, delayS }) => ({ id: plugin, label, delayS })),
  ];
  return (
    <fieldset className="places">
      <legend className="visually-hidden">{places.label}</legend>
      {all.map(({ id, label, delayS }) => (
        <label key={id} data-chosen={id === surface}>
          <input
            type="radio"
            name="place"
            value={id}
            checked={id === surface}
            onChange={() => onSurface(id)}
            className="visually-hidden"
          />
          <b>{label}</b>
          <Delay seconds={delayS} />
        </label>
      ))}
    </fieldset>
  );
}

function Delay({ seconds }: { seconds: number }) {
  const { places } = useTexts();
  const { number } = useFormats();
  return <span>{fill(places.behind, { seconds: number(seconds) })}</span>;
}
