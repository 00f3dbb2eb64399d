import { useState } from 'react';

/** There it takes nothing away from the picture (host.css has the same measure). */
const ROOM_FOR_BOTH = '(min-width: 62rem)';

/** Whether the chat is beside the picture: from the beginning where there is room for both. */
export function useChatOpen(): [boolean, () => void] {
  const [open, setOpen] = useState(() => window.matchMedia(ROOM_FOR_BOTH).matches);
  return [open, () => setOpen((now) => !now)];
}
