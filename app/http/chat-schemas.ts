import { z } from 'zod';
import { CHAT_EXPORTS } from '../../contract/vocabulary';
import { ChatSettings } from '../../core/chat/mode';
import { id } from '../../core/text';

/** Lengths here only keep nonsense from the rules of core/chat, which say in words what is wrong. */
export const ChatSendBody = z.strictObject({
  text: z.string().max(8_000),
  name: z.string().max(1_000).optional(),
  session: z.string().max(1_000).optional(),
});

export const ChatReportBody = z.strictObject({ messageId: id });

export const ChatSettingsBody = ChatSettings.partial().refine(
  (body) => Object.keys(body).length > 0,
  'Send at least one field to change',
);

/** `minutes` left out or null: for good. A month is the longest mute. */
export const ChatBanBody = z.strictObject({
  messageId: id,
  minutes: z.number().int().min(1).max(43_200).nullable().default(null),
  removeMessages: z.boolean().default(false),
});

export const ChatHistoryQuery = z
  .strictObject({
    before: z
      .string()
      .regex(/^\d{1,15}$/, 'it is no seq of a chat')
      .transform(Number),
  })
  .partial();

export const ChatExportQuery = z.strictObject({ format: z.enum(CHAT_EXPORTS).default('json') });
