import { createServer, type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Env, parseEnv } from './app/config/env';
import { SettingsError } from './core/settings';
import { loadInstanceId } from './app/config/instance-id';
import { announceEnd, finishRequests, Shutdown } from './app/http/shutdown';
import { addressOf } from './app/http/request-context';
import { createLog } from './app/http/log';
import { presenceRoutes } from './app/http/presence';
import { probes } from './app/http/probes';
import { socketOriginAllowed } from './app/http/origin';
import { builtPages, type PageSource } from './app/http/page-source';
import { createWebApp } from './app/http/web-app';
import { createChatService } from './app/domain/chat/chat-service';
import { startChatPruning } from './app/domain/chat/chat-history';
import { watchClocks } from './app/domain/clock-steps';
import { createLivekit } from './livekit/client';
import { removeLeftFiles } from './app/domain/events/deleted-files';
import { startReconciler } from './app/domain/rooms/reconcile';
import { createRealtime } from './app/realtime/realtime';
import type { Services } from './app/services';
import { Doorbell } from './db/doorbell';
import { connect, type Sql } from './db/connect';
import { WEB_POOLS } from './db/connection-budget';
import { PowerfulRoleError, refusePowerfulRole } from './db/role-check';
import { createSecretBox, openKeyRing } from './db/secrets';

/**
 * The web process: builds everything once, from the settings to the open port. What it opens it closes in
 * reverse.
 */

/** After the clients have moved (5 s), what was asked before SIGTERM gets so long to be answered. */
const FINISH_MS = 6_000;
/** So long it answers and says that it leaves, also where no client has to move: the edge asks often. */
const ANNOUNCE_MS = 500;

const log = createLog('web');
const leaving = new Shutdown(log);

/** Runs this process as the web server. A wrong setting or role ends it with code 2 and a sentence. */
export async function serve(pages: () => Promise<PageSource>): Promise<void> {
  try {
    await start(parseEnv(process.env), await pages());
  } catch (error) {
    if (error instanceof SettingsError || error instanceof PowerfulRoleError) {
      log.fatal(error.message);
      process.exit(2);
    }
    leaving.crash(error);
  }
}

async function start(env: Env, pages: PageSource): Promise<void> {
  const services = await buildServices(env);
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 });
  // Before socket.io is attached, which then keeps its own requests from it.
  server.on('request', (request, response) => app(request, response));

  const realtime = createRealtime({
    server,
    databaseUrl: env.databaseUrl,
    secrets: services.secrets,
    log,
    originAllowed: socketOriginAllowed(env),
    clientIp: (request) => addressOf(request, env.trustedProxies),
    livekit: createLivekit(env.livekit),
  });
  leaving.onLeave('realtime', () => realtime.close());
  leaving.onLeave('requests', (draining) => finishRequests(server, draining ? FINISH_MS : 0));
  void removeLeftFiles(services).catch((err: unknown) => log.warn({ err }, 'Left files were not removed.'));
  const reconciler = startReconciler(services);
  leaving.onLeave('reconciler', () => reconciler.close());
  const clocks = watchClocks(services, (nowMs) => realtime.io.emit('clock', { nowMs }));
  leaving.onLeave('clocks', () => clocks.close());
  const pruning = startChatPruning(services);
  leaving.onLeave('chat pruning', () => pruning.close());

  const app = createWebApp({
    services,
    nowMs: clocks.nowMs,
    pages,
    probes: probes(services, realtime, () => leaving.begun),
    presence: presenceRoutes(realtime.embeds),
  });
  await listenOn(server, env.listen);
  leaving.onLeave('clients', async (draining) => {
    if (!draining) return void server.close();
    // It still answers: what reaches it until everybody knows must not be lost.
    announceEnd(server);
    await Promise.all([realtime.moveClients(), wait(ANNOUNCE_MS)]);
  });
  log.info(env.listen, 'the web server listens');
}

async function buildServices(env: Env): Promise<Services> {
  const pool = (name: string, max: number): Sql => {
    const sql = connect(env.databaseUrl, { max, name });
    leaving.onLeave(name, () => sql.end({ timeout: 2 }));
    return sql;
  };
  const sql = pool('touchline-web', WEB_POOLS.pages);
  const commandSql = pool('touchline-command', WEB_POOLS.commands);
  await whenDatabaseAnswers(sql);
  const doorbell = new Doorbell(env.databaseUrl);
  leaving.onLeave('doorbell', () => doorbell.close());
  const chat = createChatService(env.databaseUrl);
  leaving.onLeave('chat', () => chat.close());
  return {
    env,
    log,
    sql,
    commandSql,
    doorbell,
    secrets: createSecretBox(await openKeyRing(env.dataDir, env.secretsKey ?? undefined)),
    livekit: createLivekit(env.livekit),
    chat,
    instanceId: await loadInstanceId(env.dataDir),
  };
}

/** A web process that starts during an outage waits for its end; one with too much power never starts. */
async function whenDatabaseAnswers(sql: Sql): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await refusePowerfulRole(sql);
    } catch (error) {
      if (error instanceof PowerfulRoleError) throw error;
      if (attempt % 20 === 0) log.warn({ err: error }, 'waiting for the database');
      await new Promise((wake) => setTimeout(wake, 500));
    }
  }
}

function listenOn(server: Server, { host, port }: Env['listen']): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      done();
    });
  });
}

// In development scripts/dev/web.ts calls it, with pages from the sources.
// It lies in build/server, wherever that is: its path from the root may be closed to this process.
if (import.meta.env.PROD) await serve(() => builtPages(fileURLToPath(new URL('..', import.meta.url))));
