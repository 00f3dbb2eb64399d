import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { ChatMode } from '../../../contract/messages';
import { checkName, NAME_MAX } from '../../../core/chat/name';
import type { ChatClient } from './chat-client';
import type { ChatTexts } from './chat-texts';
import { Composer } from './composer';
import { useSend } from './use-send';

interface Props {
  client: ChatClient;
  texts: ChatTexts;
  locale: string;
  mode: ChatMode | null;
  /** The name under which crew speak; null for a viewer, who chooses one. */
  crewName: string | null;
}

/** The lower part of a chat: choosing a name, then writing; or why one cannot. */
export function ChatInput({ client, texts, locale, mode, crewName }: Props) {
  const crew = crewName !== null;
  const [chosen, setChosen] = useState<string | null>(null);
  const [renaming, setRenaming] = useState(false);
  const [text, setText] = useState('');
  // After the form one goes on writing; otherwise the page must not take the focus.
  const [through, setThrough] = useState(false);
  const sending = useSend(client, texts, locale, crew ? 0 : (mode?.slowS ?? 0));
  useEffect(() => {
    const timer = setTimeout(() => setChosen((name) => name ?? client.rememberedName()), 0);
    return () => clearTimeout(timer);
  }, [client]);

  if (!crew && mode?.state === 'closed') return <p className="chat-closed">{texts.closed}</p>;
  const name = crewName ?? chosen;
  const leave = () => {
    setRenaming(false);
    setThrough(true);
  };
  const nameError = sending.reason?.startsWith('name_') ? sending.error : '';
  if (name === null || (!crew && (renaming || nameError))) {
    return (
      <NameForm
        texts={texts}
        name={chosen}
        error={nameError}
        onName={(next) => {
          setChosen(next);
          leave();
          sending.reset();
        }}
        onCancel={renaming && !nameError ? leave : null}
      />
    );
  }
  return (
    <Composer
      texts={texts}
      mode={mode}
      name={name}
      crew={crew}
      focusFirst={through}
      sending={sending}
      text={text}
      onText={setText}
      onSend={(text) => sending.send(text, crew ? null : name)}
      onRename={crew ? null : () => setRenaming(true)}
    />
  );
}

interface NameProps {
  texts: ChatTexts;
  /** The name so far; null when none was chosen yet. */
  name: string | null;
  /** Why the server refused the name; '' when it did not. */
  error: string;
  onName: (name: string) => void;
  onCancel: (() => void) | null;
}

/**
 * Asks a viewer for a name. What is wrong with it is shown at once where this page knows; the crew's names
 * only the server knows.
 */
function NameForm({ texts, name, error, onName, onCancel }: NameProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(name ?? '');
  const [ownError, setOwnError] = useState('');
  // Opened by a press, or again by the server's refusal; not with the page, which would open a phone's
  // keyboard.
  useEffect(() => {
    if (name !== null) field.current?.focus();
  }, [name]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = checkName(typed, []);
    if (checked.ok) return onName(checked.value);
    setOwnError(texts.refusals[checked.reason]);
    field.current?.focus();
  };
  const shown = ownError || error;
  return (
    <form className="chat-name-form" onSubmit={submit}>
      <label htmlFor={id}>{texts.nameTitle}</label>
      <div className="chat-line">
        <input
          ref={field}
          id={id}
          className="chat-input"
          value={typed}
          maxLength={NAME_MAX * 2}
          autoComplete="nickname"
          placeholder={texts.nameLabel}
          aria-describedby={`${id}-help`}
          aria-invalid={shown ? true : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setOwnError('');
          }}
        />
        <button type="submit" className="chat-button" data-kind="primary">
          {texts.nameSave}
        </button>
        {onCancel ? (
          <button type="button" className="chat-button" onClick={onCancel}>
            {texts.nameCancel}
          </button>
        ) : null}
      </div>
      <p id={`${id}-help`} className="chat-hint" data-error={shown !== '' || undefined} role="status">
        {shown || texts.nameHelp}
      </p>
    </form>
  );
}
