import type { ChatSettings } from '../../../core/chat/mode';
import type { Claims } from '../../../db/claims';
import { commit } from '../../../db/commit';
import { lockChat, raiseChat } from '../../../db/queries/chat';
import type { Services } from '../../services';
import { mustModerate, mustOwn } from '../access/rights';
import { crewChatEvent } from './event';

/** Opens, closes, slows a chat, sets what becomes of links, and (the owner alone) how long it is kept. */
export async function changeChat(
  { chat }: Pick<Services, 'chat'>,
  actor: Claims,
  slug: string,
  changes: Partial<ChatSettings>,
): Promise<void> {
  const event = await crewChatEvent({ chat }, actor, slug);
  mustModerate(actor);
  if (changes.retentionDays !== undefined) mustOwn(actor);
  await commit(chat, actor, async (tx) => {
    await lockChat(tx, event.id);
    await raiseChat(tx, event.id, 1, changes);
  });
}
