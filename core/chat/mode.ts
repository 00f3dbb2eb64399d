import { z } from 'zod';
import { CHAT_LINKS, CHAT_SETTINGS, type EventKind, type EventStatus } from '../../contract/vocabulary';

/** What owner and moderators decide about a chat. */
export const ChatSettings = z.strictObject({
  /** `auto`: open while the event is on the air, and for a show from the moment it can be watched. */
  state: z.enum(CHAT_SETTINGS),
  /** Seconds that a viewer waits between two messages; 0 is off. */
  slowS: z.number().int().min(0).max(3600),
  links: z.enum(CHAT_LINKS),
  /** The owner's alone to change. */
  retentionDays: z.number().int().min(1).max(3650),
});
export type ChatSettings = z.infer<typeof ChatSettings>;

export interface ChatEventFacts {
  status: EventStatus;
  kind: EventKind;
}

/** Whether viewers may write now. Nobody but crew sees a draft, so its chat is closed whatever was set. */
export function isChatOpen(state: ChatSettings['state'], { status, kind }: ChatEventFacts): boolean {
  if (status === 'draft' || state === 'closed') return false;
  return state === 'open' || status === 'live' || (kind === 'show' && status === 'ready');
}
