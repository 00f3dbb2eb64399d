import type { PublicPlayer } from '../../../contract/messages';
import { fill } from '../texts/fill';
import { useFormats, useTexts } from '../texts/use-texts';
import type { Transport } from '../player/delivery';
import { OWN, type Surface } from './chosen-surface';

/**
 * Usual delay of our own player, seconds: WebRTC measured by bench/engine, HLS by the length of its segments.
 */
const OWN_DELAY_S: Record<Transport, number> = { webrtc: 0.5, hls: 6 };

interface Props {
  players: readonly PublicPlayer[];
  place: Surface;
  way: Transport;
  onPlace: (place: Surface) => void;
}

/**
 * Our own player beside the platforms', each with its usual delay. Radio buttons, so the arrow keys choose.
 */
export function SurfaceSwitch({ players, place, way, onPlace }: Props) {
  const { places } = useTexts();
  if (players.length === 0) return null;
  const all = [
    { id: OWN, label: places.own, delayS: OWN_DELAY_S[way] },
    // One of a kind: two channels of one platform would be told apart by nobody.
    ...players
      .filter(({ plugin }, at) => players.findIndex((other) => other.plugin === plugin) === at)
      .map(({ plugin, label, delayS }) => ({ id: plugin, label, delayS })),
  ];
  return (
    <fieldset className="places">
      <legend className="visually-hidden">{places.label}</legend>
      {all.map(({ id, label, delayS }) => (
        <label key={id} data-chosen={id === place}>
          <input
            type="radio"
            name="place"
            value={id}
            checked={id === place}
            onChange={() => onPlace(id)}
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
