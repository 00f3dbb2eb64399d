import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { checkName, NAME_MAX } from '../../../core/chat/name';
import type { ChatTexts } from './chat-texts';

interface Props {
  words: ChatTexts;
  /** The name so far; null when none was chosen yet. */
  name: string | null;
  /** What the server said against the name. */
  fault: string;
  onName: (name: string) => void;
  onCancel: (() => void) | null;
}

/**
 * Asks a viewer for a name. What is wrong with it is said at once where this page can tell; the crew's names
 * only the server knows.
 */
export function NameForm({ words, name, fault, onName, onCancel }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(name ?? '');
  const [own, setOwn] = useState('');
  // Opened by a press, or again by what the server said; not when the page is drawn, which would open a
  // phone's keyboard.
  useEffect(() => {
    if (name !== null) field.current?.focus();
  }, [name]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = checkName(typed, []);
    if (checked.ok) return onName(checked.value);
    setOwn(words.refusals[checked.fault]);
    field.current?.focus();
  };
  const said = own || fault;
  return (
    <form className="chat-name-form" onSubmit={submit}>
      <label htmlFor={id}>{words.nameTitle}</label>
      <div className="chat-line">
        <input
          ref={field}
          id={id}
          className="chat-input"
          value={typed}
          maxLength={NAME_MAX * 2}
          autoComplete="nickname"
          placeholder={words.nameLabel}
          aria-describedby={`${id}-help`}
          aria-invalid={said ? true : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setOwn('');
          }}
        />
        <button type="submit" className="chat-button" data-kind="primary">
          {words.nameSave}
        </button>
        {onCancel ? (
          <button type="button" className="chat-button" onClick={onCancel}>
            {words.nameCancel}
          </button>
        ) : null}
      </div>
      <p id={`${id}-help`} className="chat-hint" data-fault={said !== '' || undefined} role="status">
        {said || words.nameHelp}
      </p>
    </form>
  );
}
