import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { ChatMode } from '../../../contract/messages';
import { codePoints, MESSAGE_MAX } from '../../../core/chat/text';
import { fill } from '../../../core/language';
import { usePopup } from '../../ui/popup';
import type { ChatTexts } from './chat-texts';
import { EmojiIcon, PersonIcon, SendIcon } from './icons';
import { useSecondsUntil } from './use-clock';
import type { Sending } from './use-send';

interface Props {
  texts: ChatTexts;
  mode: ChatMode | null;
  name: string;
  /** Crew write when the chat is closed too, and without waiting. */
  crew: boolean;
  /** Takes the focus as soon as it is there. */
  focusFirst: boolean;
  sending: Sending;
  /** Held by the parent: what was typed outlives a change of the name. */
  text: string;
  onText: (text: string) => void;
  onSend: (text: string) => Promise<boolean>;
  /** Null for crew, whose name is not theirs to choose here. */
  onRename: (() => void) | null;
}

/** From this length on the characters left are shown. */
const SHOW_LEFT_FROM = 400;

/**
 * Where one writes. Enter sends; a message that was not taken stays, with the reason beneath. The server says
 * what it takes; only nothing at all is not sent.
 */
export function Composer(props: Props) {
  const { texts, mode, name, crew, focusFirst, sending, text, onText: setText, onSend, onRename } = props;
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [error, setError] = useState('');
  const waitS = useSecondsUntil(crew ? null : sending.waitUntil);
  const length = codePoints(text);
  useEffect(() => {
    if (focusFirst) field.current?.focus();
  }, [focusFirst]);
  const blocked = sending.busy || waitS > 0 || length > MESSAGE_MAX;

  const submit = async () => {
    if (blocked) return;
    if (text.trim() === '') return setError(texts.refusals.empty);
    if (await onSend(text)) setText('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter also ends the choice of a character in scripts that are composed while typing.
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
              aria-label={fill(texts.nameChange, { name })}
              title={fill(texts.nameChange, { name })}
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
            placeholder={fill(texts.sayAs, { name })}
            aria-label={texts.message}
            aria-describedby={`${id}-hint`}
            enterKeyHint="send"
            onKeyDown={onKeyDown}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setError('');
            }}
          />
          <EmojiPicker label={texts.emoji} onPick={put} />
        </div>
        <button
          type="submit"
          className="chat-send"
          aria-label={sending.busy ? texts.sending : texts.send}
          aria-disabled={blocked || undefined}
          data-busy={sending.busy || undefined}
        >
          {waitS > 0 ? <span className="num">{waitS}</span> : <SendIcon />}
        </button>
      </div>
      <Hint
        id={`${id}-hint`}
        text={hint({ texts, mode, crew, length, waitS, error: error || sending.error })}
        error={(error || sending.error) !== '' || length > MESSAGE_MAX}
      />
    </form>
  );
}

function Hint({ id, text, error }: { id: string; text: string; error: boolean }) {
  return (
    <p id={id} className="chat-hint" role="status" data-error={error || undefined} hidden={text === ''}>
      {text}
    </p>
  );
}

interface HintFacts {
  texts: ChatTexts;
  mode: ChatMode | null;
  crew: boolean;
  length: number;
  waitS: number;
  error: string;
}

/** One line, the most urgent thing first. */
function hint({ texts, mode, crew, length, waitS, error }: HintFacts): string {
  if (length > MESSAGE_MAX) return fill(texts.tooMany, { count: length - MESSAGE_MAX });
  if (waitS > 0) return [error, fill(texts.wait, { seconds: waitS })].filter(Boolean).join(' ');
  if (error) return error;
  if (length > SHOW_LEFT_FROM) return fill(texts.charactersLeft, { count: MESSAGE_MAX - length });
  if (crew && mode?.state === 'closed') return texts.closedForViewers;
  if (!crew && mode && mode.slowS > 0) return fill(texts.slow, { seconds: mode.slowS });
  return '';
}

/** A small set for a match and for talking about one; every phone has the rest on its keyboard. */
const EMOJI = [
  ...['⚽', '🥅', '🏆', '🟨', '🟥', '⏱️', '🚩', '🧤'],
  ...['👏', '🙌', '💪', '👍', '👎', '🙏', '🤝', '👋'],
  ...['😀', '😂', '😍', '😎', '😮', '😢', '😡', '🤔'],
  ...['❤️', '💙', '💚', '💛', '🔥', '🎉', '📣', '👀'],
] as const;

/** In a row; arrow keys step by it. */
const EMOJI_COLUMNS = 8;

interface EmojiPickerProps {
  label: string;
  onPick: (emoji: string) => void;
}

const STEPS: Record<string, number> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: EMOJI_COLUMNS,
  ArrowUp: -EMOJI_COLUMNS,
};

/**
 * A button that opens a small panel. Arrow keys move in it, Escape closes it; a screen reader has its own
 * name for each emoji.
 */
function EmojiPicker({ label, onPick }: EmojiPickerProps) {
  const { frame, at, setAt, close } = usePopup<true>('.chat-emoji button');
  const open = at !== null;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') close();
    const step = STEPS[event.key] ?? 0;
    if (step === 0) return;
    event.preventDefault();
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.chat-emoji button')];
    const now = all.findIndex((one) => one === document.activeElement);
    all[Math.min(all.length - 1, Math.max(0, now + step))]?.focus();
  };
  return (
    <div ref={frame} className="chat-emoji-frame" onKeyDown={open ? onKeyDown : undefined}>
      <button
        type="button"
        className="chat-icon-button"
        aria-label={label}
        aria-haspopup="true"
        aria-expanded={open}
        onClick={() => (open ? close() : setAt(true))}
      >
        <EmojiIcon />
      </button>
      {open ? (
        <div className="chat-emoji" role="group" aria-label={label}>
          {EMOJI.map((emoji, n) => (
            <button
              key={emoji}
              type="button"
              tabIndex={n === 0 ? 0 : -1}
              onClick={() => {
                close();
                onPick(emoji);
              }}
            >
              {emoji}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
