import type { ReactNode } from 'react';
import type { ChatBadge } from '../../../contract/vocabulary';

/** Own icons and not a library's: the audience's pages load little else. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const SendIcon = () => (
  <Icon>
    <path d="M5 12h14M13 6l6 6-6 6" />
  </Icon>
);
export const EmojiIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="9" />
    <path d="M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.1M15 9.5v.1" />
  </Icon>
);
export const PersonIcon = () => (
  <Icon>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.5 20.5a7.5 7.5 0 0 1 15 0" />
  </Icon>
);
export const DotsIcon = () => (
  <Icon>
    <path d="M5 12v.1M12 12v.1M19 12v.1" strokeWidth="3" />
  </Icon>
);
export const DownIcon = () => (
  <Icon>
    <path d="M12 5v14M6 13l6 6 6-6" />
  </Icon>
);
export const FlagIcon = () => (
  <Icon>
    <path d="M5 21V4h12l-2.5 4L17 12H5" />
  </Icon>
);

const BADGES: Record<ChatBadge, ReactNode> = {
  owner: <path d="m12 3 2.7 5.8 6.3.8-4.6 4.4 1.2 6.3L12 17.2l-5.6 3.1 1.2-6.3L3 9.6l6.3-.8z" />,
  director: <path d="M3 7h12v10H3zM15 11l6-3.5v9L15 13" />,
  assistant: <path d="M3 5h18v14H3zM6 15h12M6 11.5h5" />,
  moderator: <path d="M12 3 5 6v5.5c0 4.3 2.9 8 7 9.5 4.1-1.5 7-5.2 7-9.5V6zM9 12l2.2 2.2L15 10.2" />,
  host: <path d="M9 6a3 3 0 0 1 6 0v6a3 3 0 0 1-6 0zM5.5 12a6.5 6.5 0 0 0 13 0M12 18.5V21" />,
  scorer: <path d="M3 6h18v12H3zM12 6v12M6.5 10.5 8 9.5V15M15 9.5h3l-2 5.5" />,
  commentator: <path d="M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H4zM17 14h3v5h-3zM20 19c0 1.5-2.5 2.5-6 2.5" />,
};

/** Each badge has a word next to its shape; the shape alone says nothing to a screen reader. */
export const BadgeIcon = ({ badge }: { badge: ChatBadge }) => <Icon>{BADGES[badge]}</Icon>;
