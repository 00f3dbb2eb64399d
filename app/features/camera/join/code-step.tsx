import { Check, ScanLine } from 'lucide-react';
import type { FormEvent } from 'react';
import { JOIN_CODE_LENGTH, readJoinCode } from '../../../../core/join-code';
import { Button } from '../../../ui/button';
import { Field } from '../../../ui/fields';
import { Notice } from '../../../ui/signs';
import { JoinPage } from '../../phone-studio/join-page';
import { type EventCheck, type JoinableEvent, readPasted } from './credential';

interface CodeStepProps {
  code: string;
  onCode: (code: string) => void;
  scanned: boolean;
  check: EventCheck;
  label: string;
  onLabel: (label: string) => void;
  onContinue: () => void;
}

/** What the director’s tile can show; the database accepts no more. */
const LABEL_LENGTH = 40;

export function CodeStep({ code, onCode, scanned, check, label, onLabel, onContinue }: CodeStepProps) {
  const found = check.state === 'found' ? check.event : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (found) onContinue();
  };
  return (
    <form onSubmit={submit}>
      <JoinPage
        step={1}
        title="Join as a camera"
        lead={scanned ? 'The QR code was read.' : 'Type the code from the sheet at the pitch.'}
        actions={
          <>
            <Button kind="primary" size="large" wide type="submit" disabled={!found}>
              Continue
            </Button>
            {scanned ? null : (
              <p className="join-hint text-2">
                <ScanLine className="icon" aria-hidden="true" />
                Or point the camera app at the QR code
              </p>
            )}
          </>
        }
      >
        {scanned ? null : (
          <>
            <CodeBoxes
              value={code}
              onChange={onCode}
              invalid={check.state === 'refused'}
              describedBy="code-help"
            />
            <p id="code-help" className="join-hint text-3">
              Capitals do not matter. O counts as 0, I and L as 1.
            </p>
          </>
        )}
        <Finding check={check} />
        {found ? (
          <Field
            label="Where do you stand?"
            help="You may leave it out: the director sees your number, and can name the place."
            name="label"
            value={label}
            maxLength={LABEL_LENGTH}
            placeholder="For example: corner north"
            autoComplete="off"
            autoFocus={!scanned}
            enterKeyHint="go"
            onChange={(event) => onLabel(event.target.value)}
          />
        ) : null}
      </JoinPage>
    </form>
  );
}

function Finding({ check }: { check: EventCheck }) {
  switch (check.state) {
    case 'none':
      return null;
    case 'asking':
      return (
        <Notice state="waiting" title="Looking for the event">
          One moment.
        </Notice>
      );
    case 'refused':
      return <Notice title="That does not open an event">{check.text}</Notice>;
    case 'found':
      return (
        <div className="join-found" role="status">
          <Check className="icon" aria-hidden="true" />
          <span>
            <b>{check.event.title}</b>
            <span>{STATUS_TEXTS[check.event.status]}</span>
          </span>
        </div>
      );
  }
}

const STATUS_TEXTS: Record<JoinableEvent['status'], string> = {
  ready: 'Getting ready',
  live: 'On the air now',
};

interface CodeBoxesProps {
  value: string;
  onChange: (code: string) => void;
  invalid: boolean;
  describedBy: string;
}

/**
 * Eight boxes drawn over one real input, so that typing, pasting, autofill and screen readers meet a single
 * field.
 */
function CodeBoxes({ value, onChange, invalid, describedBy }: CodeBoxesProps) {
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
