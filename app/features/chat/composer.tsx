import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { cleanMessage, codePoints, MESSAGE_MAX } from '../../../core/chat/text';
import type { ChatMode } from '../../../contract/messages';
import { fill } from '../../../core/language';
import { EmojiPicker } from './emoji-picker';
import { PersonIcon, SendIcon } from './icons';
import { useSecondsUntil } from './use-clock';
import type { Sending } from './use-send';
import type { ChatTexts } from './chat-texts';

interface Props {
  words: ChatTexts;
  mode: ChatMode | null;
  name: string;
  /** Crew write when the chat is closed too, and without waiting. */
  crew: boolean;
  /** Takes the focus as soon as it is there. */
  focusFirst: boolean;
  sending: Sending;
  /** Kept by the parent: what was typed outlives a change of the name. */
  text: string;
  onText: (text: string) => void;
  onSend: (text: string) => Promise<boolean>;
  /** Null for crew, whose name is not theirs to choose here. */
  onRename: (() => void) | null;
}

/** From here on it is worth saying how much room is left. */
const TELL_FROM = 400;

/** Where one writes. Enter sends; a message that was not taken stays, with the reason beneath. */
export function Composer(props: Props) {
  const { words, mode, name, crew, focusFirst, sending, text, onText: setText, onSend, onRename } = props;
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [fault, setFault] = useState('');
  const waitS = useSecondsUntil(crew ? null : sending.waitUntil);
  const length = codePoints(text);
  useEffect(() => {
    if (focusFirst) field.current?.focus();
  }, [focusFirst]);
  const blocked = sending.busy || waitS > 0 || length > MESSAGE_MAX;

  const submit = async () => {
    if (blocked) return;
    const checked = cleanMessage(text);
    if (!checked.ok) return setFault(words.refusals[checked.fault]);
    if (await onSend(checked.value)) setText('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter also ends the choice of a character in scripts that are put together while typing.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  };
  const put = (emoji: string) => {
    const at = field.current?.selectionStart ?? text.length;
    const end = field.current?.selectionEnd ?? at;
    setText(text.slice(0, at) + emoji + text.slice(end));
    caret.current = at + emoji.length;
    field.current?.focus();
  };
  const caret = useRef<number | null>(null);
  useEffect(() => {
    if (caret.current !== null) field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text]);

  return (
    <form
      className="chat-composer"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="chat-line">
        <div className="chat-field">
          {onRename ? (
            <button
              type="button"
              className="chat-icon-button"
              aria-label={fill(words.nameChange, { name })}
              title={fill(words.nameChange, { name })}
              onClick={onRename}
            >
              <PersonIcon />
            </button>
          ) : null}
          <textarea
            ref={field}
            className="chat-input"
            rows={1}
            value={text}
            readOnly={sending.busy}
            placeholder={fill(words.sayAs, { name })}
            aria-label={words.message}
            aria-describedby={`${id}-hint`}
            enterKeyHint="send"
            onKeyDown={onKeyDown}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setFault('');
            }}
          />
          <EmojiPicker label={words.emoji} onPick={put} />
        </div>
        <button
          type="submit"
          className="chat-send"
          aria-label={sending.busy ? words.sending : words.send}
          aria-disabled={blocked || undefined}
          data-busy={sending.busy || undefined}
        >
          {waitS > 0 ? <span className="num">{waitS}</span> : <SendIcon />}
        </button>
      </div>
      <Hint
        id={`${id}-hint`}
        text={hint({ words, mode, crew, length, waitS, fault: fault || sending.fault })}
        fault={(fault || sending.fault) !== '' || length > MESSAGE_MAX}
      />
    </form>
  );
}

function Hint({ id, text, fault }: { id: string; text: string; fault: boolean }) {
  return (
    <p id={id} className="chat-hint" role="status" data-fault={fault || undefined} hidden={text === ''}>
      {text}
    </p>
  );
}

interface HintFacts {
  words: ChatTexts;
  mode: ChatMode | null;
  crew: boolean;
  length: number;
  waitS: number;
  fault: string;
}

/** One line, the most urgent thing first. */
function hint({ words, mode, crew, length, waitS, fault }: HintFacts): string {
  if (length > MESSAGE_MAX) return fill(words.tooMany, { count: length - MESSAGE_MAX });
  if (waitS > 0) return [fault, fill(words.wait, { seconds: waitS })].filter(Boolean).join(' ');
  if (fault) return fault;
  if (length > TELL_FROM) return fill(words.charactersLeft, { count: MESSAGE_MAX - length });
  if (crew && mode?.state === 'closed') return words.closedForViewers;
  if (!crew && mode && mode.slowS > 0) return fill(words.slow, { seconds: mode.slowS });
  return '';
}
