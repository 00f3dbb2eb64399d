import type { ChatReason } from '../../contract/vocabulary';

/**
 * Why a message is refused, in English: what the API answers and what our English pages show. A file of its
 * own because viewers' pages load it, and what decides comes with schemas of 20 KB.
 */
export const CHAT_REFUSALS: Readonly<Record<ChatReason, string>> = {
  empty: 'Write something first.',
  too_long: 'The message is too long. 500 characters are the most.',
  unfit: 'The message holds characters that cannot be shown.',
  links: 'This chat takes no links.',
  name_missing: 'Choose a name first.',
  name_unfit: 'Choose another name: up to 30 letters or figures.',
  name_taken: 'This name reads like one of the crew. Choose another one.',
  closed: 'The chat is closed.',
  slow: 'Slow mode is on. Wait a moment.',
  rate: 'That was fast. Wait a moment.',
  muted: 'A moderator has muted you for a while.',
  banned: 'A moderator has excluded you from this chat.',
};
