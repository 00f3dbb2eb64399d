import type { ChatSettings } from '../../../core/chat/mode';
import { type Claims, withClaims } from '../../../db/claims';
import { listReports, readChat } from '../../../db/queries/chat';
import { listBans } from '../../../db/queries/chat-senders';
import type { ChatMessage, ChatMode } from '../../../contract/messages';
import type { Services } from '../../services';
import { noSuchEvent } from '../access/find';
import { mustModerate } from '../access/rights';
import { crewChatEvent } from './event';
import { modeOf } from './history';
import { type Ban, serializeBan } from './moderate';
import { serializeMessage } from './send';

export interface ChatOverview {
  settings: ChatSettings;
  /** What the settings come to now. */
  mode: ChatMode;
  /** Mutes and bans in force, newest first. */
  bans: Ban[];
  /** Reported messages that nobody has looked at yet. */
  reports: { message: ChatMessage; reports: number; reportedAt: string }[];
}

/** Everything a moderator looks after, besides the messages. */
export async function chatOverview(
  services: Pick<Services, 'chat'>,
  actor: Claims,
  slug: string,
): Promise<ChatOverview> {
  const event = await crewChatEvent(services, actor, slug);
  mustModerate(actor);
  return withClaims(services.chat.sql, actor, async (tx) => {
    const chat = await readChat(tx, event.id);
    if (!chat) throw noSuchEvent();
    const { state, slowS, links, retentionDays } = chat;
    const bans = await listBans(tx, event.id);
    const reports = await listReports(tx, event.id);
    return {
      settings: { state, slowS, links, retentionDays },
      mode: modeOf(chat),
      bans: bans.map(serializeBan),
      reports: reports.map(({ reports: count, reportedAt, ...message }) => ({
        message: serializeMessage(message),
        reports: count,
        reportedAt: reportedAt.toISOString(),
      })),
    };
  });
}
