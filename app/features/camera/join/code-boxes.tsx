import { JOIN_CODE_LENGTH, readJoinCode } from '../../../../core/join-code';
import { readPasted } from './code';

interface Props {
  value: string;
  onChange: (code: string) => void;
  invalid: boolean;
  describedBy: string;
}

/**
 * Eight boxes drawn over one real input: typing, deleting, pasting, autofill and a screen reader all meet a
 * single field.
 */
export function CodeBoxes({ value, onChange, invalid, describedBy }: Props) {
  const at = Math.min(value.length, JOIN_CODE_LENGTH - 1);
  return (
    <div className="code-boxes" data-invalid={invalid}>
      {Array.from({ length: JOIN_CODE_LENGTH }, (_, place) => (
        <span key={place} aria-hidden="true" data-active={place === at}>
          {value[place] ?? ''}
        </span>
      ))}
      <input
        aria-label="Join code"
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        name="code"
        value={value}
        autoFocus={value === ''}
        autoCapitalize="characters"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="next"
        onChange={(event) => onChange(readJoinCode(event.target.value))}
        onPaste={(event) => {
          event.preventDefault();
          onChange(readPasted(event.clipboardData.getData('text')));
        }}
      />
    </div>
  );
}
