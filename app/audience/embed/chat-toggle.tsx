import { MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui/button';
import { useTexts } from '../texts/use-texts';
import type { EmbedData } from '../mount/page-data';

/** auto: the frame's own shape decides (styles/embed.css); off: there is none. */
export type ChatState = EmbedData['chat'] | 'shown';

export interface ChatShown {
  state: ChatState;
  /** Null until somebody has said so: the shape of the frame has decided. */
  shown: boolean | null;
  show: (shown: boolean) => void;
  toggle: () => void;
}

/**
 * A frame of the picture's own shape has no room beside it: there the chat lies over the picture, when it is
 * asked for.
 */
const NO_ROOM = '(min-aspect-ratio: 4/3) and (max-aspect-ratio: 2/1)';

export function useChatShown(first: EmbedData['chat']): ChatShown {
  const [state, setState] = useState<ChatState>(first);
  const show = (shown: boolean) => setState((now) => (now === 'off' ? 'off' : shown ? 'shown' : 'hidden'));
  return {
    state,
    shown: state === 'auto' || state === 'off' ? null : state === 'shown',
    show,
    toggle: () => show(state === 'auto' ? matchMedia(NO_ROOM).matches : state === 'hidden'),
  };
}

export function ChatToggle({ chat }: { chat: ChatShown }) {
  const { chat: texts } = useTexts();
  return (
    <IconButton
      label={chat.state === 'hidden' ? texts.show : chat.state === 'shown' ? texts.hide : texts.title}
      aria-expanded={chat.shown ?? undefined}
      onClick={chat.toggle}
    >
      <MessageSquare className="icon" />
    </IconButton>
  );
}
