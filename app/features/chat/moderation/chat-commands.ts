import type { ChatLinks, ChatSetting } from '../../../../contract/vocabulary';
import type { ChatMessage, ChatMode } from '../../../../contract/messages';
import { postJson } from '../../../realtime/client/json-request';

export interface ChatSettingsFacts {
  state: ChatSetting;
  slowS: number;
  links: ChatLinks;
  retentionDays: number;
}

export interface BanFacts {
  id: string;
  name: string;
  /** Null: for good. */
  until: string | null;
  createdAt: string;
  createdBy: string;
}

export interface ReportFacts {
  message: ChatMessage;
  reports: number;
  reportedAt: string;
}

/** `GET /api/v1/events/:slug/chat`. */
export interface ChatOverviewFacts {
  settings: ChatSettingsFacts;
  mode: ChatMode;
  bans: BanFacts[];
  reports: ReportFacts[];
}

/** What a moderator may do, as calls of the control API. Each throws `PostError`. */
export function chatCommands(slug: string) {
  const at = (path = '') => `/api/v1/events/${encodeURIComponent(slug)}/chat${path}`;
  const remove = (path: string) => postJson<unknown>(at(path), {}, { method: 'DELETE' });
  return {
    overview: () => postJson<ChatOverviewFacts>(at(), undefined, { method: 'GET' }),
    change: (change: Partial<ChatSettingsFacts>) =>
      postJson<ChatOverviewFacts>(at(), change, { method: 'PATCH' }),
    remove: (messageId: string) => remove(`/messages/${messageId}`),
    mute: (messageId: string, minutes: number) => postJson<BanFacts>(at('/bans'), { messageId, minutes }),
    ban: (messageId: string) => postJson<BanFacts>(at('/bans'), { messageId, removeMessages: true }),
    lift: (banId: string) => remove(`/bans/${banId}`),
    settle: (messageId: string) => remove(`/reports/${messageId}`),
  };
}

export type ChatCommands = ReturnType<typeof chatCommands>;
