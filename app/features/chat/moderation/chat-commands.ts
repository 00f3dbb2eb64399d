import { type AnswerOf, api } from '../../../api/client';

/** What a moderator sees of an event's chat. */
export type ChatOverview = AnswerOf<'GET /api/v1/events/:slug/chat'>;
export type ChatSettings = ChatOverview['settings'];

/** What a moderator may do, as calls of the control API. Each throws `PostError`. */
export function chatCommands(slug: string) {
  return {
    overview: () => api('GET /api/v1/events/:slug/chat', { slug }),
    change: (body: Partial<ChatSettings>) => api('PATCH /api/v1/events/:slug/chat', { slug, body }),
    remove: (id: string) => api('DELETE /api/v1/events/:slug/chat/messages/:id', { slug, id }),
    mute: (messageId: string, minutes: number) =>
      api('POST /api/v1/events/:slug/chat/bans', { slug, body: { messageId, minutes } }),
    ban: (messageId: string) =>
      api('POST /api/v1/events/:slug/chat/bans', { slug, body: { messageId, removeMessages: true } }),
    lift: (id: string) => api('DELETE /api/v1/events/:slug/chat/bans/:id', { slug, id }),
    settle: (id: string) => api('DELETE /api/v1/events/:slug/chat/reports/:id', { slug, id }),
  };
}

export type ChatCommands = ReturnType<typeof chatCommands>;
