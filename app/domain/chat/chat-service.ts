import { connect, type Sql } from '../../../db/connect';
import { LIMITS } from '../../config/limits';
import type { ChatHistory } from '../../../contract/messages';
import { ChatDoorbell } from './chat-doorbell';
import { ChatCounts } from './counts';
import { CrewNames } from './crew-names';
import { ChatRateLimiter } from './chat-rate-limiter';
import { WriteBatcher } from './write-batcher';
import { HistoryCache } from './history-cache';

/**
 * One to write, one to ring, two for who reads and moderates. None is shared with pages or commands (safety
 * F27).
 */
const POOL = 4;

/** What the chat keeps in one web process: its own connections, its front door, and what is on its way. */
export interface ChatService {
  sql: Sql;
  gate: ChatRateLimiter;
  counts: ChatCounts;
  outbox: WriteBatcher;
  doorbell: ChatDoorbell;
  crewNames: CrewNames;
  pages: HistoryCache<ChatHistory>;
  close(): Promise<void>;
}

export function createChatService(databaseUrl: string): ChatService {
  const sql = connect(databaseUrl, { max: POOL, name: 'touchline-chat' });
  const doorbell = new ChatDoorbell(sql);
  return {
    sql,
    doorbell,
    counts: new ChatCounts(),
    gate: new ChatRateLimiter({
      viewer: LIMITS.chatPerViewer,
      address: LIMITS.chatPerAddress,
      event: LIMITS.chatPerEvent,
    }),
    outbox: new WriteBatcher({ sql, doorbell }),
    crewNames: new CrewNames(sql),
    pages: new HistoryCache(),
    async close() {
      await doorbell.close();
      await sql.end({ timeout: 2 });
    },
  };
}
