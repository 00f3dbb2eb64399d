import { connect, type Sql } from '../../../db/connect';
import { LIMITS } from '../../config/limits';
import type { ChatHistory } from '../../realtime/contract';
import { ChatBell } from './bell';
import { ChatCounts } from './counts';
import { CrewNames } from './crew-names';
import { Gate } from './gate';
import { Outbox } from './outbox';
import { Pages } from './pages';

/** One to write, one to ring, two for who reads and moderates. None is shared with pages or commands (safety F27). */
const POOL = 4;

/** What the chat keeps in one web process: its own connections, its front door, and what is on its way. */
export interface ChatDesk {
  sql: Sql;
  gate: Gate;
  counts: ChatCounts;
  outbox: Outbox;
  bell: ChatBell;
  crewNames: CrewNames;
  pages: Pages<ChatHistory>;
  close(): Promise<void>;
}

export function createChatDesk(databaseUrl: string): ChatDesk {
  const sql = connect(databaseUrl, { max: POOL, name: 'touchline-chat' });
  const bell = new ChatBell(sql);
  return {
    sql,
    bell,
    counts: new ChatCounts(),
    gate: new Gate({
      viewer: LIMITS.chatPerViewer,
      address: LIMITS.chatPerAddress,
      event: LIMITS.chatPerEvent,
    }),
    outbox: new Outbox(sql, bell),
    crewNames: new CrewNames(sql),
    pages: new Pages(),
    async close() {
      await bell.close();
      await sql.end({ timeout: 2 });
    },
  };
}
