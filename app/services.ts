import type { Logger } from 'pino';
import type { Doorbell } from '../db/doorbell';
import type { Sql } from '../db/connect';
import type { SecretBox } from '../db/secrets';
import '@remix-run/node';
import type { AudienceAssets } from './audience/assets.server';
import type { Env } from './config/env';
import type { ChatService } from './domain/chat/chat-service';
import type { Livekit } from '../livekit/tokens';

/**
 * Everything a use case may need, built once by server.ts and handed down. Domain functions take it as their
 * first argument and keep no state of their own, so a test builds its own with a database of its own.
 */
export interface Services {
  env: Env;
  log: Logger;
  /** Pool for pages, joining and reading. */
  sql: Sql;
  /**
   * Connections kept for commands, and for asking who gives them: a slow page never delays a cut (F7). Three,
   * so that two strangers who are looked up leave one.
   */
  commandSql: Sql;
  doorbell: Doorbell;
  secrets: SecretBox;
  livekit: Livekit;
  /** The chat's own connections, front door and way to the database: it shares none with commands (F27). */
  chat: ChatService;
  /** Names this installation in cookies, so that two instances on one host do not mix. */
  instanceId: string;
}

declare module '@remix-run/node' {
  interface AppLoadContext {
    services: Services;
    /** Per request: for CSP `nonce` attributes. */
    nonce: string;
    /** Checked client address (design §9: a proxy is believed only if TRUSTED_PROXIES names it). */
    clientIp: string;
    /** Origin by which answers name addresses: PUBLIC_URL, or else the origin that was asked. */
    origin: string;
    /** What the pages of the audience run in the browser. */
    audience: AudienceAssets;
  }
}
