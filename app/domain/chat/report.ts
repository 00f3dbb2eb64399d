import { limitKey } from '../../../core/address';
import { take } from '../../../core/chat/pace';
import { AppError } from '../../../core/errors';
import { purpose } from '../../../db/claims';
import { commit } from '../../../db/commit';
import { insertReport, lockChat, raiseChat } from '../../../db/queries/chat';
import { findMessage } from '../../../db/queries/chat-messages';
import { readPaces, writePaces } from '../../../db/queries/chat-senders';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { publicChatEvent } from './event';
import { tooFast } from './refuse';
import type { Speaker } from './speaker';

/** Tells the moderators of a message. The same one twice is one report. */
export async function reportMessage(
  services: Pick<Services, 'chat' | 'secrets'>,
  speaker: Extract<Speaker, { kind: 'viewer' }>,
  slug: string,
  messageId: string,
): Promise<void> {
  const { chat, secrets } = services;
  const event = await publicChatEvent(services, slug);
  if (event.id !== speaker.eventId)
    throw new AppError('unauthenticated', 'This ticket is for another event.');
  const address = secrets.lookupHash(`chat-address:${event.id}`, limitKey(speaker.ip)).toString('hex');
  const key = `report:${address}`;
  await commit(chat, purpose('chat'), async (tx) => {
    await lockChat(tx, event.id);
    const message = await findMessage(tx, event.id, messageId);
    if (!message || message.removedSeq !== null) throw new AppError('not_found', 'There is no such message.');
    const now = Date.now();
    const paces = await readPaces(tx, event.id, [key]);
    const taken = take(paces.get(key) ?? -Infinity, now, LIMITS.chatReports);
    if (!taken.ok) throw tooFast('rate', taken.waitMs);
    await writePaces(tx, event.id, new Map([[key, taken.fullAt]]));
    const isNew = await insertReport(tx, { eventId: event.id, messageId, reporter: speaker.viewer });
    if (isNew) await raiseChat(tx, event.id, 1);
  });
}
