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

/** A phone below this share will not film for another half; amber in time to plug it in. */
export const LOW_BATTERY = 0.33;

interface Props {
  /** 0 to 1; null where the phone does not report it (Safari never does). */
  level: number | null;
  charging?: boolean | null;
}

export function Battery({ level, charging }: Props) {
  if (level === null) return null;
  const low = level < LOW_BATTERY && !charging;
  const percent = Math.round(level * 100);
  return (
    <span
      className="battery"
      data-warn={low}
      aria-label={`Battery ${percent} %${charging ? ', charging' : ''}`}
      role="img"
    >
      <svg viewBox="0 0 26 12" aria-hidden="true" fill="none" stroke="currentColor">
        <rect x=".75" y=".75" width="21.5" height="10.5" rx="2.6" strokeWidth="1.5" />
        <path d="M24.5 4.2v3.6" strokeWidth="2" strokeLinecap="round" />
        <rect
          x="3"
          y="3"
          width={Math.max(1.5, 17 * level)}
          height="6"
          rx="1"
          fill="currentColor"
          stroke="none"
        />
        {charging ? <path d="m12.5 2-3 4.4h4L10.6 10" stroke="var(--bg)" strokeWidth="1.6" /> : null}
      </svg>
      {percent} %
    </span>
  );
}

export type SignalLevel = 0 | 1 | 2 | 3 | 4;
const WORDS = ['None', 'Weak', 'Weak', 'Fair', 'Good'] as const;

/** Amber when the picture suffers. */
export function Signal({ level, word = WORDS[level] }: { level: SignalLevel; word?: string }) {
  return (
    <span className="signal" data-warn={level < 3}>
      <svg viewBox="0 0 16 12" aria-hidden="true" fill="currentColor">
        {[0, 1, 2, 3].map((bar) => (
          <rect
            key={bar}
            className={bar < level ? undefined : 'off'}
            x={bar * 4.2}
            y={9 - bar * 3}
            width="3"
            height={3 + bar * 3}
            rx=".6"
          />
        ))}
      </svg>
      {word}
    </span>
  );
}
