import { z } from 'zod';
import { limitKey } from '../../core/address';
import { CHAT_BADGES, CHAT_EXPORTS, CHAT_STATES } from '../../contract/vocabulary';
import { ChatSettings } from '../../core/chat/decide';
import { NAME_MAX } from '../../core/chat/name';
import { MESSAGE_MAX } from '../../core/chat/text';
import { id, textPattern } from '../../core/text';
import {
  banAuthor,
  changeChat,
  chatOverview,
  deleteChat,
  liftBan,
  removeMessage,
  reportMessage,
  settleReport,
} from '../domain/chat/moderation';
import { LIMITS } from '../config/limits';
import { chatHistory, exportChat } from '../domain/chat/chat-history';
import { sendMessage } from '../domain/chat/send-message';
import { takeLimit } from '../domain/limits';
import { download } from '../http/file';
import { authorityOf } from './actor';
import { endpoint } from './define';
import { atLeastOne, moment, position, seq } from './fields';

/** What is far too long; the rules of core/chat say in words what else is wrong, and are described here. */
const chatText = (max: number, limit: number) =>
  z
    .string()
    .max(max)
    .meta({ pattern: textPattern(limit), description: `1 to ${limit} characters.` });

const ChatSendBody = z.strictObject({
  text: chatText(8_000, MESSAGE_MAX),
  name: chatText(1_000, NAME_MAX).optional(),
  session: z.string().max(1_000).optional(),
});

/** `minutes` left out or null: for good. A month is the longest mute. */
const ChatBanBody = z.strictObject({
  messageId: id,
  minutes: z.number().int().min(1).max(43_200).nullable().default(null),
  removeMessages: z.boolean().default(false),
});

const ChatHistoryQuery = z
  .strictObject({
    before: position,
  })
  .partial();

const Message = z
  .object({
    id: z.uuid(),
    seq,
    at: moment,
    name: z.string(),
    badge: z.enum(CHAT_BADGES).nullable(),
    text: z.string(),
  })
  .meta({ id: 'chatMessage' });

/** A message in the chat's file. */
const Exported = z.object({
  seq,
  at: moment,
  name: z.string(),
  badge: z.enum(CHAT_BADGES).nullable(),
  text: z.string(),
  removedBy: z.string().nullable(),
});

const Mode = z
  .object({ state: z.enum(CHAT_STATES), slowS: z.number().int(), links: ChatSettings.shape.links })
  .meta({ id: 'chatMode' });

const History = z.object({
  seq,
  messages: z.array(Message),
  more: z.boolean(),
  floor: seq,
  mode: Mode,
});

const Ban = z
  .object({
    id: z.uuid(),
    name: z.string(),
    until: moment.nullable(),
    createdAt: moment,
    createdBy: z.string(),
  })
  .meta({ id: 'chatBan' });

const Overview = z.object({
  settings: z.object(ChatSettings.shape),
  mode: Mode,
  bans: z.array(Ban),
  reports: z.array(z.object({ message: Message, reports: z.number().int(), reportedAt: moment })),
});

/** What viewers read and write. Crew read drafts too, and write by their own rights. */
export const chat = [
  endpoint('GET /api/chat/:slug', {
    who: 'anyone',
    says: '`{seq, messages, more, floor, mode}`: 50 messages, oldest first',
    query: ChatHistoryQuery,
    answer: History,
    limits: ['chatHistoryPerMinute'],
    does: async ({ services, slug, query: { before }, request, context, clientIp }) => {
      await takeLimit(services, limitKey(clientIp), LIMITS.chatHistoryPerMinute);
      const asViewer = () => chatHistory(services, { kind: 'viewer' }, slug, before);
      const carriesRights = request.headers.has('Cookie') || request.headers.has('Authorization');
      if (!carriesRights) return asViewer();
      const { actor } = await authorityOf(request, context, slug);
      const page = actor && (await chatHistory(services, actor, slug, before).catch(() => null));
      return page ?? asViewer();
    },
  }),
  endpoint('POST /api/chat/:slug', {
    who: 'speaker',
    says: '`{message, session}`',
    body: ChatSendBody,
    answer: z.object({ message: Message, session: z.string().nullable() }),
    status: 201,
    fails: ['conflict'],
    limits: ['chatPerViewer', 'chatPerAddress', 'chatPerEvent', 'chatNewcomers'],
    does: ({ services, actor, slug, body }) => sendMessage(services, actor, slug, body),
  }),
  endpoint('POST /api/chat/:slug/report', {
    who: 'viewer',
    says: '',
    body: z.strictObject({ messageId: id }),
    answer: null,
    limits: ['chatReports'],
    does: ({ services, actor, slug, body }) => reportMessage(services, actor, slug, body.messageId),
  }),
] as const;

export const moderation = [
  endpoint('GET /api/v1/events/:slug/chat', {
    who: 'moderator',
    says: '`{settings, mode, bans, reports}`',
    answer: Overview,
    does: ({ services, actor, slug }) => chatOverview(services, actor, slug),
  }),
  endpoint('PATCH /api/v1/events/:slug/chat', {
    who: 'moderator',
    says: 'the same; `retentionDays` is the owner’s',
    body: atLeastOne(ChatSettings.partial()),
    answer: Overview,
    does: async ({ services, actor, slug, body }) => {
      await changeChat(services, actor, slug, body);
      return chatOverview(services, actor, slug);
    },
  }),
  endpoint('DELETE /api/v1/events/:slug/chat', {
    who: 'owner',
    says: '`{deleted}`; every message, for good',
    answer: z.object({ deleted: z.number().int() }),
    does: async ({ services, actor, slug }) => ({ deleted: await deleteChat(services, actor, slug) }),
  }),
  endpoint('DELETE /api/v1/events/:slug/chat/messages/:id', {
    who: 'moderator',
    says: '',
    answer: null,
    does: ({ services, actor, slug, id: message }) => removeMessage(services, actor, slug, message),
  }),
  endpoint('POST /api/v1/events/:slug/chat/bans', {
    who: 'moderator',
    says: '`{id, name, until, createdAt, createdBy}`',
    body: ChatBanBody,
    answer: Ban,
    status: 201,
    fails: ['conflict'],
    does: ({ services, actor, slug, body }) => banAuthor(services, actor, slug, body),
  }),
  endpoint('DELETE /api/v1/events/:slug/chat/bans/:id', {
    who: 'moderator',
    says: '',
    answer: null,
    does: ({ services, actor, slug, id: ban }) => liftBan(services, actor, slug, ban),
  }),
  endpoint('DELETE /api/v1/events/:slug/chat/reports/:id', {
    who: 'moderator',
    says: '`id` is the message’s, which stays',
    answer: null,
    does: ({ services, actor, slug, id: message }) => settleReport(services, actor, slug, message),
  }),
  endpoint('GET /api/v1/events/:slug/chat/export', {
    who: 'owner',
    says: 'a file',
    query: z.strictObject({ format: z.enum(CHAT_EXPORTS).default('json') }),
    answer: z.array(Exported),
    file: ['application/json', 'text/csv'],
    does: async ({ services, actor, slug, query: { format } }) =>
      download(await exportChat(services, actor, slug, format), `${slug}-chat.${format}`),
  }),
] as const;
