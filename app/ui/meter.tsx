/** dBFS; quieter than a room at night, shown as silence. */
const FLOOR_DB = -60;
/** dBFS. EBU R 68 line-up leaves 9 dB; above this a peak is close to clipping, and the meter is amber. */
const HOT_DB = -3;

/** Position on the meter, 0 to 1. */
function meterPart(peakDb: number): number {
  if (!Number.isFinite(peakDb)) return 0;
  return Math.min(1, Math.max(0, 1 - peakDb / FLOOR_DB));
}

export function SoundMeter({ peakDb, label = 'Sound' }: { peakDb: number; label?: string }) {
  const part = meterPart(peakDb);
  const words = part === 0 ? 'silent' : `${Math.round(peakDb)} decibel`;
  return (
    <span className="meter" role="img" aria-label={`${label}: ${words}`} data-hot={peakDb > HOT_DB}>
      <i style={{ transform: `scaleX(${part.toFixed(3)})` }} />
    </span>
  );
}

/** A share of a whole, 0 to 1, such as headroom; `low` makes it amber. */
export function ShareMeter({ part, label, low = false }: { part: number; label: string; low?: boolean }) {
  const shown = Math.min(1, Math.max(0, part));
  return (
    <span className="meter" role="img" aria-label={label} data-round="true" data-hot={low}>
      <i style={{ transform: `scaleX(${shown.toFixed(3)})` }} />
    </span>
  );
}
