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
