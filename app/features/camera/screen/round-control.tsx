import type { ReactNode } from 'react';

interface Props {
  icon: ReactNode;
  /** What is so now, in words under the sign. */
  label: string;
  /** For a screen reader, where the label alone does not say what a press does. */
  name?: string;
  /** Left out for what is not a switch. */
  on?: boolean;
  /** The director decides here; the press says so by doing nothing. */
  locked?: boolean;
  onPress: () => void;
}

export function RoundControl({ icon, label, name, on, locked = false, onPress }: Props) {
  return (
    <button
      type="button"
      className="cam-control"
      aria-label={name}
      aria-pressed={on}
      aria-disabled={locked || undefined}
      onClick={locked ? undefined : onPress}
    >
      <span>{icon}</span>
      {label}
    </button>
  );
}
