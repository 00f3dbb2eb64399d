import type { KeyboardEvent } from 'react';
import { usePopup } from '../../ui/popup';
import { EmojiIcon } from './icons';

/** A small set for a match and for talking about one; every phone has the rest on its keyboard. */
const EMOJI = [
  ...['⚽', '🥅', '🏆', '🟨', '🟥', '⏱️', '🚩', '🧤'],
  ...['👏', '🙌', '💪', '👍', '👎', '🙏', '🤝', '👋'],
  ...['😀', '😂', '😍', '😎', '😮', '😢', '😡', '🤔'],
  ...['❤️', '💙', '💚', '💛', '🔥', '🎉', '📣', '👀'],
] as const;

/** In a row; arrow keys step by it. */
const EMOJI_COLUMNS = 8;

interface Props {
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
export function EmojiPicker({ label, onPick }: Props) {
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
