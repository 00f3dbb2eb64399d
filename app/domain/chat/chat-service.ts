import type { ChatHistory } from '../../../contract/messages';
import type { ChatReason } from '../../../contract/vocabulary';
import { TtlCache } from '../../../core/time/ttl-cache';
import { purpose, withClaims } from '../../../db/claims';
import { connect, type Sql } from '../../../db/connect';
import { WEB_POOLS } from '../../../db/connection-budget';
import { memberNames } from '../../../db/queries/accounts';
import { crewLinkLabels } from '../../../db/queries/crew';
import { LIMITS } from '../../config/limits';
import { ChatRateLimiter } from './chat-rate-limiter';
import { ChatDoorbell, WriteBatcher } from './write-batcher';

/**
 * The chat of one web process: its own connections, its rate limits, its caches and the messages in flight.
 */
export interface ChatService {
  sql: Sql;
  rateLimiter: ChatRateLimiter;
  counts: ChatCounts;
  writeBatcher: WriteBatcher;
  doorbell: ChatDoorbell;
  crewNames: CrewNames;
  /** The newest page of each chat. */
  historyCache: TtlCache<ChatHistory>;
  close(): Promise<void>;
}

export function createChatService(databaseUrl: string): ChatService {
  const sql = connect(databaseUrl, { max: WEB_POOLS.chat, name: 'touchline-chat' });
  const doorbell = new ChatDoorbell(sql);
  return {
    sql,
    doorbell,
    counts: new ChatCounts(),
    rateLimiter: new ChatRateLimiter({
      viewer: LIMITS.chatPerViewer,
      address: LIMITS.chatPerAddress,
      event: LIMITS.chatPerEvent,
    }),
    writeBatcher: new WriteBatcher({ sql, doorbell }),
    crewNames: new CrewNames(sql),
    historyCache: new TtlCache(PAGE_FRESH_MS, MAX_EVENTS),
    async close() {
      await doorbell.close();
      await sql.end({ timeout: 2 });
    },
  };
}

/** Accepted and refused messages since this process began, for /metrics. */
export class ChatCounts {
  accepted = 0;
  readonly #refused = new Map<ChatReason | 'other', number>();

  /**
   * Null for errors that are no decision of the chat: a ticket for another event, a database that is down.
   */
  refuse(reason: ChatReason | null): void {
    const key = reason ?? 'other';
    this.#refused.set(key, (this.#refused.get(key) ?? 0) + 1);
  }

  get refused(): ReadonlyMap<string, number> {
    return this.#refused;
  }
}

/**
 * The name of a new crew member is protected half a minute later; these names are needed for every message.
 */
const NAMES_FRESH_MS = 30_000;
/** A thousand viewers who join within a second share one read; a reader who is ahead of it asks again. */
const PAGE_FRESH_MS = 200;
const MAX_EVENTS = 500;

/** Names under which the crew of an event write: its team's people, and the labels of its crew links. */
class CrewNames {
  readonly #names = new TtlCache<string[]>(NAMES_FRESH_MS, MAX_EVENTS);

  constructor(private readonly sql: Sql) {}

  of(event: { id: string; teamId: string }): Promise<string[]> {
    return this.#names.get(event.id, () => this.#read(event));
  }

  async #read({ id, teamId }: { id: string; teamId: string }): Promise<string[]> {
    const people = await withClaims(this.sql, purpose('session'), (tx) => memberNames(tx, teamId));
    const links = await withClaims(this.sql, purpose('crew_link'), (tx) => crewLinkLabels(tx, id));
    return [...people, ...links];
  }
}
