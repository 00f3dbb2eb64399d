import { useId, useState } from 'react';
import { Button } from '../../ui/button';
import { TAKE_AWAY } from './plugin-fields';

interface Props {
  label: string;
  help: string;
  name: string;
  error: string | null;
  /** Its last four characters; '' of a short one. */
  hint: string;
  /** It can be left out altogether. */
  optional: boolean;
}

/** A secret that is there already: never shown, put in the place of by typing another, or taken away. */
export function StoredSecret({ label, help, name, error, hint, optional }: Props) {
  const id = useId();
  const [what, setWhat] = useState<'stays' | 'another' | 'goes'>('stays');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="stored-secret">
        {what === 'another' ? (
          <input
            id={id}
            name={name}
            type="password"
            className="input"
            autoComplete="off"
            spellCheck={false}
            autoFocus
            aria-invalid={error ? true : undefined}
            aria-describedby={`${id}-help`}
          />
        ) : (
          <output id={id} className="num" data-goes={what === 'goes'}>
            {what === 'goes' ? 'Will be removed' : hint === '' ? '•••• stored' : `•••• ${hint}`}
          </output>
        )}
        {what === 'goes' ? <input type="hidden" name={name} value={TAKE_AWAY} /> : null}
        {what === 'stays' ? (
          <>
            <Button size="small" aria-description={label} onClick={() => setWhat('another')}>
              Replace
            </Button>
            {optional ? (
              <Button size="small" aria-description={label} onClick={() => setWhat('goes')}>
                Remove
              </Button>
            ) : null}
          </>
        ) : (
          <Button size="small" aria-description={label} onClick={() => setWhat('stays')}>
            Leave it
          </Button>
        )}
      </div>
      <div id={`${id}-help`} className="field-help">
        {help}
      </div>
      {error ? (
        <div className="field-error" role="alert">
          {error}
        </div>
      ) : null}
    </div>
  );
}
