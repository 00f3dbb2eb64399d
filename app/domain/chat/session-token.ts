import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { id } from '../../../core/text';
import type { SecretBox } from '../../../db/secrets';

/**
 * Who somebody is to a chat from one visit to the next. It carries no right: without it one is a newcomer.
 */
const Session = z.object({
  event: id,
  id,
  /** When it began, ms on the clock of the database. */
  since: z.number(),
  /** The name that was used last. */
  name: z.string(),
});
export type ChatSession = z.infer<typeof Session>;

const TOKEN = /^c1\.([\w-]{1,600})\.([\w-]{43})$/;

const PURPOSE = 'chat-session';

function signature(key: Buffer, body: string): Buffer {
  return createHmac('sha256', key).update(body).digest();
}

export function signSession(secrets: SecretBox, session: ChatSession): string {
  const body = Buffer.from(JSON.stringify(session)).toString('base64url');
  return `c1.${body}.${signature(secrets.keysFor(PURPOSE).sign, body).toString('base64url')}`;
}

/** Null for what is not ours, was changed, or belongs to another event: its holder is a newcomer here. */
export function openSession(secrets: SecretBox, eventId: string, token: string): ChatSession | null {
  const [, body, signed] = TOKEN.exec(token) ?? [];
  if (!body || !signed) return null;
  const given = Buffer.from(signed, 'base64url');
  const ours = secrets.keysFor(PURPOSE).accept.some((key) => timingSafeEqual(given, signature(key, body)));
  if (!ours) return null;
  const session = Session.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return session.success && session.data.event === eventId ? session.data : null;
}
