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
