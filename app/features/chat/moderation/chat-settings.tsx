import type { ChatMode } from '../../../../contract/messages';
import type { ChatSettings } from './chat-commands';

interface Props {
  /** Null before they are known. */
  settings: ChatSettings | null;
  mode: ChatMode | null;
  onChange: (change: Partial<ChatSettings>) => void;
}

const STATES = [
  { value: 'auto', label: 'Open while on the air' },
  { value: 'open', label: 'Always open' },
  { value: 'closed', label: 'Closed for viewers' },
] as const;
const PACES = [0, 5, 15, 30, 60, 300];
const LINKS = [
  { value: 'shown', label: 'Links work' },
  { value: 'plain', label: 'Links as text' },
  { value: 'refused', label: 'No links' },
] as const;

/** What the chat takes from viewers: in one row where there is room. */
export function ChatSettings({ settings, mode, onChange }: Props) {
  const state = settings?.state ?? 'auto';
  const slowS = mode?.slowS ?? settings?.slowS ?? 0;
  const links = mode?.links ?? settings?.links ?? 'shown';
  const paces = PACES.includes(slowS) ? PACES : [...PACES, slowS].sort((a, b) => a - b);
  const disabled = settings === null;
  return (
    <div className="moderation-row">
      <select
        className="input"
        aria-label="Who may write"
        value={state}
        disabled={disabled}
        onChange={(event) => {
          const next = STATES.find(({ value }) => value === event.target.value);
          if (next) onChange({ state: next.value });
        }}
      >
        {STATES.map(({ value, label }) => (
          <option key={value} value={value}>
            {value === 'auto' && mode ? `${label} (${mode.state} now)` : label}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label="Slow mode"
        value={slowS}
        disabled={disabled}
        onChange={(event) => onChange({ slowS: Number(event.target.value) })}
      >
        {paces.map((pace) => (
          <option key={pace} value={pace}>
            {pace === 0 ? 'No slow mode' : `Every ${pace} s`}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label="Links"
        value={links}
        disabled={disabled}
        onChange={(event) => {
          const next = LINKS.find(({ value }) => value === event.target.value);
          if (next) onChange({ links: next.value });
        }}
      >
        {LINKS.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
