import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { Env } from '../../../app/config/env';
import { createChatService } from '../../../app/domain/chat/chat-service';
import { joinToken, type Livekit } from '../../../livekit/tokens';
import type { Services } from '../../../app/services';
import { Doorbell } from '../../../db/doorbell';
import { connect } from '../../../db/connect';
import { createSecretBox } from '../../../db/secrets';
import { closeApis } from '../api/api-server';
import { createTestDatabase, type TestDatabase } from '../database/test-database';

export const LIVEKIT_SETTINGS = {
  url: 'ws://127.0.0.1:7880',
  publicUrl: null,
  apiKey: 'testkey',
  apiSecret: 'a secret of tests that is long enough',
};

/** Services as the web process builds them, on a database of the test's own, without a LiveKit. */
export interface TestServices extends Services {
  database: TestDatabase;
  /** Calls to LiveKit, in order: `ensure room`, `remove room identity`, … */
  livekitCalls: string[];
  /** A second set on the same database, as another web process has it. */
  another(): Services;
  close(): Promise<void>;
}

export interface TestOptions {
  env?: Partial<Env>;
  /** A real LiveKit instead of the recorder. */
  livekit?: Livekit;
}

export async function createTestServices(options: TestOptions = {}): Promise<TestServices> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'touchline-test-'));
  const livekitCalls: string[] = [];
  const root = randomBytes(32);
  const open: { close(): Promise<void> }[] = [];
  const env: Env = {
    listen: { host: '127.0.0.1', port: 0 },
    edge: { host: '127.0.0.1', port: 3000, httpsPort: 3443 },
    publicUrl: null,
    databaseUrl: database.webUrl,
    livekit: LIVEKIT_SETTINGS,
    dataDir,
    lanAddress: null,
    // A test says by X-Forwarded-For from where it comes.
    trustedProxies: ['127.0.0.1'],
    secretsKey: null,
    allowPrivateDestinations: true,
    streamKeys: { youtube: null, twitch: null },
    ...options.env,
  };
  const build = (): Services => {
    const sql = connect(database.webUrl, { max: 6 });
    const commandSql = connect(database.webUrl, { max: 2 });
    const doorbell = new Doorbell(database.webUrl);
    const chat = createChatService(database.webUrl);
    open.push({
      close: async () => {
        await Promise.all([sql.end(), commandSql.end(), doorbell.close(), chat.close()]);
      },
    });
    return {
      env,
      log: pino({ level: 'silent' }),
      sql,
      commandSql,
      doorbell,
      secrets: createSecretBox(root),
      livekit: options.livekit ?? recorder(livekitCalls),
      chat,
      instanceId: 'test',
    };
  };
  return {
    ...build(),
    database,
    livekitCalls,
    another: build,
    async close() {
      await closeApis(env);
      await Promise.all(open.map((one) => one.close()));
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Signs real tokens and records every other call. */
function recorder(calls: string[]): Livekit {
  const note = (...words: unknown[]) => {
    calls.push(words.join(' '));
    return Promise.resolve();
  };
  return {
    token: (grant, identity, name, origin) => joinToken(LIVEKIT_SETTINGS, grant, identity, name, origin),
    ensureRoom: (room) => note('ensure', room),
    closeRoom: (room) => note('close', room),
    removeParticipant: (room, identity) => note('remove', room, identity),
    listParticipants: async (room) => {
      await note('list', room);
      return [];
    },
    setTrackMuted: (room, identity, kind, muted) => note('mute', room, identity, kind, muted),
    sendData: (room, topic) => note('send', room, topic),
    setRoomMetadata: (room) => note('metadata', room),
    ping: () => note('ping'),
  };
}
