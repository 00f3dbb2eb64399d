import { setTimeout as wait } from 'node:timers/promises';
import { connect } from './connect';

/** Connections that each pool of a web process opens at most. The pools take their sizes from here. */
export const WEB_POOLS = {
  /** Pages, the API's reads, webhooks, the reconciler. */
  pages: 10,
  /** Commands of the crew alone (safety F7). */
  commands: 3,
  doorbell: 1,
  /** One writes, one notifies, two serve reading and moderating; shared with no page or command (F27). */
  chat: 4,
  /** Reads of state, telemetry and viewers for the sockets; none of them is held up by a slow page. */
  feeds: 3,
  /** Tickets of the crew and of phones. */
  tickets: 2,
  /** Of the heartbeat alone, which says whether the database answers, and not whether others ask too much. */
  heartbeat: 1,
  /** Of the chat's feed alone: what it reads holds up nothing else (F27). */
  chatFeed: 2,
  relay: 1,
  /** postgres.js listens on a connection of its own, and the heartbeat notifies on another one. */
  listen: 2,
} as const;

export const ENGINE_POOLS = { engine: 6, doorbell: 1, listen: WEB_POOLS.listen } as const;

/** Setup and migration at the start, `npm run admin`, a psql of somebody who looks into a problem. */
const OTHERS = 3;

const sum = (pools: Record<string, number>) => Object.values(pools).reduce((a, b) => a + b, 0);

/** How many processes an installation starts. */
export interface ProcessCounts {
  webProcesses: number;
  engineProcesses: number;
}

/** Connections that an installation may open at the same time. */
export function connectionsFor({ webProcesses, engineProcesses }: ProcessCounts): number {
  return webProcesses * sum(WEB_POOLS) + engineProcesses * sum(ENGINE_POOLS) + OTHERS;
}

/**
 * Compares what this number of web processes opens with what the database allows. One web process is never
 * refused: its pools fill under load only.
 * @returns a warning for the person at the terminal, or null when all fit
 * @throws an Error with the number of web processes that works
 */
export async function checkConnections(adminUrl: string, counts: ProcessCounts): Promise<string | null> {
  const { webProcesses, engineProcesses } = counts;
  const allowed = await allowedConnections(adminUrl);
  const needed = connectionsFor(counts);
  if (needed <= allowed) return null;
  if (webProcesses === 1 && engineProcesses === 1) {
    return `The database allows ${allowed} connections, and Touchline opens up to ${needed} under load: raise its max_connections.`;
  }
  const works = { ...counts };
  while (works.webProcesses > 1 && connectionsFor(works) > allowed) works.webProcesses -= 1;
  while (works.engineProcesses > 1 && connectionsFor(works) > allowed) works.engineProcesses -= 1;
  const fewerEngines = works.engineProcesses < engineProcesses;
  const write = (web: string, engines: string) =>
    `${web}${works.webProcesses}${fewerEngines ? ` ${engines}${works.engineProcesses}` : ''}`;
  const wayOut = `${write('--web ', '--engines ')} (${write('WEB_PROCESSES=', 'ENGINE_PROCESSES=')})`;
  throw new Error(
    `WEB_PROCESSES=${webProcesses} and ENGINE_PROCESSES=${engineProcesses} need ${needed} connections to the database, which allows ${allowed}: start with ${wayOut}, or raise its max_connections.`,
  );
}

/** A pooler lets wait for two minutes who gets none; from then on nobody is expected to. */
const SESSION_MS = 3_000;

/**
 * Asks for all sessions that web processes and engines open under load, at once: a pooler in session mode may
 * give each login fewer than PostgreSQL allows, and lets the next one wait, which may be a director's.
 * @returns a warning for the person at the terminal, or null when all are given
 * @throws an Error with the numbers of processes that work, where several are asked for
 */
export async function checkSessions(
  urls: { webUrl: string; engineUrl: string },
  { webProcesses, engineProcesses }: ProcessCounts,
): Promise<string | null> {
  const [eachWeb, eachEngine] = [sum(WEB_POOLS), sum(ENGINE_POOLS)];
  const needs = { web: webProcesses * eachWeb, engine: engineProcesses * eachEngine };
  const [web, engine] = await Promise.all([
    sessionsOf(urls.webUrl, needs.web),
    sessionsOf(urls.engineUrl, needs.engine),
  ]);
  if (web === needs.web && engine === needs.engine) return null;
  const says =
    `The database, or a pooler in front of it, gives ${web} sessions to touchline_web and ${engine} to touchline_engine, ` +
    `which open up to ${needs.web} and ${needs.engine} under load: raise the pooler's default_pool_size to ${Math.max(needs.web, needs.engine)}, or give the address of PostgreSQL itself.`;
  const works = (given: number, each: number, wanted: number) =>
    Math.min(wanted, Math.max(1, Math.floor(given / each)));
  const webs = works(web, eachWeb, webProcesses);
  const engines = works(engine, eachEngine, engineProcesses);
  if (webs === webProcesses && engines === engineProcesses) return says;
  throw new Error(
    `${says} Or start with --web ${webs} --engines ${engines} (WEB_PROCESSES=${webs} ENGINE_PROCESSES=${engines}).`,
  );
}

/** How many of the wanted sessions answer; all are given back. */
async function sessionsOf(url: string, wanted: number): Promise<number> {
  const clients = Array.from({ length: wanted }, () => connect(url, { max: 1, name: 'touchline-setup' }));
  let answered = 0;
  try {
    // A login to a pooler succeeds without a session: only a statement gets one.
    const asked = clients.map(async (client) => {
      await client`select 1`.simple();
      answered += 1;
    });
    await Promise.race([Promise.allSettled(asked), wait(SESSION_MS, undefined, { ref: false })]);
    return answered;
  } finally {
    await Promise.all(clients.map((client) => client.end({ timeout: 0 })));
  }
}

/** What the server leaves to logins without privileges, or the database's own limit where that is lower. */
async function allowedConnections(adminUrl: string): Promise<number> {
  const sql = connect(adminUrl, { max: 1, name: 'touchline-setup' });
  try {
    const [row] = await sql<{ allowed: number }[]>`
      select least(
        current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
          - coalesce(current_setting('reserved_connections', true), '0')::int,
        nullif(datconnlimit, -1)
      ) as allowed from pg_database where datname = current_database()`;
    return row?.allowed ?? Infinity;
  } finally {
    await sql.end({ timeout: 2 });
  }
}
