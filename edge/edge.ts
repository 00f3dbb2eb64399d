import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { proxyUpgrade } from 'httpxy';
import { limitKey } from '../core/address';
import { countsOnce, REQUEST_ID_HEADER } from '../core/request-id';
import { Bodies, hasBody } from './body';
import { Connections } from './connections';
import { forward, neverArrived } from './forward';
import { stampForwarded } from './forwarded';
import { fileOf, KnownCrew, laneOf, openLanes } from './lanes';
import { Places } from '../core/limits';
import { PAGES, Pace } from './pace';
import { requestTarget } from './request-target';
import { READERS, Readers, Refusals } from './per-address';
import { answerUnavailable, refuseMalformed, refuseRequest, refuseUpgrade } from './unavailable';
import { upstreams } from './upstreams';

/**
 * Signalling and WHIP, with their requests by HTTP. Never /twirp: rooms are made and people removed by our
 * own calls.
 */
const SIGNALLING = /^\/(rtc(\/v1)?(\/validate)?|whip\/v1(\/[\w-]+)*)$/;
/**
 * From the whole request to the first byte of its answer. No page takes so long; a process that does is
 * stuck.
 */
const ANSWER_MS = 30_000;
const UPGRADE_MS = 10_000;
/** On this machine, a process that does not accept within this has a full backlog, and is stuck. */
const CONNECT_MS = 2_000;

/** A name, an IPv4 or a bracketed IPv6 address, and perhaps a port. A URL could have more. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

export interface EdgeLimits {
  /** Open connections of one address (or /64), and requests under way from it. */
  connectionsPerAddress: number;
  requestsPerAddress: number;
  /** WebSockets among the connections. */
  upgradesPerAddress: number;
}

export interface EdgeOptions {
  /** Addresses of the web processes. */
  web: readonly string[];
  /** Address of our own LiveKit, or null. */
  livekit: string | null;
  trustedProxies: readonly string[];
  limits: EdgeLimits;
  /** Pages of the edge itself; true when it answered. */
  own?: (req: IncomingMessage, res: ServerResponse) => boolean;
  answerMs?: number;
}

export interface Edge {
  request(req: IncomingMessage, res: ServerResponse): void;
  /** Whether a request asks for a WebSocket where there is one. */
  isSocket(req: IncomingMessage): boolean;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** What Node could not read as HTTP. */
  malformed(error: NodeJS.ErrnoException, socket: Duplex): void;
  /** Counts the connections of a server that hands its requests to this edge. */
  watch(server: Server): void;
}

/**
 * What stands before the web processes and LiveKit on one origin. It holds no state of an event, so that
 * nothing here can go wrong with one; the death of a web process ends its own connections and no camera's.
 *
 * A request is read to its end here, waits for a place in its lane, and only then reaches a web process. No
 * lane waits for another one, and the crew's commands wait in none (docs/safety.md, F7 and F27).
 */
export function createEdge(options: EdgeOptions): Edge {
  const { limits, answerMs = ANSWER_MS, trustedProxies: trusted } = options;
  const web = upstreams(options.web);
  // Without a bound: what is under way is bounded by the lanes, and an answer that is read slowly takes a
  // connection and holds up nothing.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  /** What a process that leaves is still asked over a connection that it ends would be lost. */
  const letGo = (target: string) => {
    web.leaves(target);
    const { hostname, port } = new URL(target);
    agent.freeSockets[agent.getName({ host: hostname, port: Number(port) })]?.forEach((socket) =>
      socket.destroy(),
    );
  };
  const lanes = openLanes(Math.max(1, options.web.length));
  const bodies = new Bodies();
  const pace = new Pace(PAGES.perS, PAGES.burst);
  const connections = new Connections(limits.connectionsPerAddress, trusted);
  const underWay = new Places(limits.requestsPerAddress);
  const upgrades = new Places(limits.upgradesPerAddress);
  const refusals = new Refusals();
  const readers = {
    recordings: new Readers(READERS.recordings),
    segments: new Readers(READERS.segments),
  };
  const crew = new KnownCrew();

  /** Whether there is room for who reads what is asked for. */
  const mayRead = (path: string, key: string, socket: Socket): boolean => {
    const of = fileOf(path);
    for (const [kind, reading] of Object.entries(readers)) if (kind !== of) reading.end(socket);
    return of === null || readers[of].begin(key, socket);
  };
  const isSignalling = (path: string) => options.livekit !== null && SIGNALLING.test(path);
  const targets = (path: string, client: string): string[] => {
    if (options.livekit && isSignalling(path)) return [options.livekit];
    return web.order(path.startsWith('/socket.io') ? client : null);
  };

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const client = stampForwarded(req, trusted);
    const key = limitKey(client);
    const known = crew.has(req.headers);
    if (known) connections.hold(req.socket);
    else {
      // A poll stands for a socket, and is open as long as one.
      const over = (laneOf(req.method, pathOf(req)) === 'polls' ? upgrades : underWay).take(key);
      if (!over) return void refusals.hold(key).then(() => refuseRequest(res, 'busy'));
      res.once('close', over);
    }
    let body: Buffer | null = null;
    if (hasBody(req)) {
      const read = await bodies.read(req, res, known ? null : key);
      if ('refused' in read) {
        if (read.refused === 'gone') return void res.destroy();
        if (read.refused === 'too_large') return refuseRequest(res, 'too_large');
        return void refusals.hold(key).then(() => refuseRequest(res, 'busy'));
      }
      body = read.bytes;
    }
    const path = pathOf(req);
    if (!mayRead(path, key, req.socket)) {
      return void refusals.hold(key).then(() => refuseRequest(res, 'busy'));
    }
    const free = known || isSignalling(path);
    const lane = laneOf(req.method, path);
    if (!free && lane === 'pages' && !(await pace.turn(key, res))) return refuseRequest(res, 'busy');
    const leave = free ? () => undefined : await lanes[lane].enter(key);
    if (!leave) return refuseRequest(res, 'busy');
    await hand(req, res, { body, path, client, key: known ? null : key }).finally(leave);
  }

  /** To the first process that takes it. */
  async function hand(
    req: IncomingMessage,
    res: ServerResponse,
    { body, path, client, key }: { body: Buffer | null; path: string; client: string; key: string | null },
  ): Promise<void> {
    const lane = laneOf(req.method, path);
    const once = countsOnce(req.method, path);
    if (once) req.headers[REQUEST_ID_HEADER] = randomUUID();
    else delete req.headers[REQUEST_ID_HEADER];
    const repeatable = once || ((req.method === 'GET' || req.method === 'HEAD') && !body);
    const tries = targets(path, client);
    // Twice, since the second process may be restarted while it has the command of the first one.
    for (const target of once ? [...tries, ...tries] : tries) {
      // Gone while it waited.
      if (res.destroyed) return;
      try {
        return await forward(req, res, {
          target,
          agent,
          body,
          answerMs,
          leaves: () => letGo(target),
          async answered(status, directs) {
            crew.answered(req.headers, status, directs);
            if (key === null) return;
            // Of commands, because a stranger's costs as much as a director's until it is refused.
            const refused =
              status === 429 || status === 401 || (lane === 'commands' && status >= 400 && status < 500);
            if (refused) await refusals.hold(key, connections.isOverrun(req.socket));
          },
        });
      } catch (error) {
        web.failed(target);
        if (res.headersSent || res.destroyed) break;
        // One that may have been carried out goes to the next process only if it has the same effect twice.
        if (!repeatable && !neverArrived(error)) break;
      }
    }
    answerUnavailable(req, res);
  }

  async function open(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const client = stampForwarded(req, trusted);
    const over = upgrades.take(limitKey(client));
    if (!over) return refuseUpgrade(socket);
    socket.once('close', over);
    connections.hold(req.socket);
    const leave = await lanes.sockets.enter(limitKey(client));
    if (!leave) return refuseUpgrade(socket);
    await connectTo(req, socket, head, client).finally(leave);
  }

  async function connectTo(req: IncomingMessage, socket: Duplex, head: Buffer, client: string) {
    for (const target of targets(pathOf(req), client)) {
      // httpxy hangs up when it cannot connect, so that nothing could be said or tried after it: look first.
      if (web.answersNow(target) || (await listens(target))) {
        web.answered(target);
        if (socket.destroyed) return;
        await proxyUpgrade(target, req, socket, head, { xfwd: false, upgradeTimeout: UPGRADE_MS });
        return;
      }
      web.failed(target);
    }
    refuseUpgrade(socket);
  }

  return {
    request(req, res) {
      if (!connections.begins(req, res)) return;
      if (!isReadable(req)) return refuseRequest(res, 'unreadable');
      if (options.own?.(req, res)) return;
      handle(req, res).catch(() => answerUnavailable(req, res));
    },
    isSocket(req) {
      const path = pathOf(req);
      const isWebSocket = req.headers.upgrade?.toLowerCase() === 'websocket' && req.method === 'GET';
      return isWebSocket && (path.startsWith('/socket.io/') || isSignalling(path));
    },
    upgrade(req, socket, head) {
      // Errors of a client that went away have no receiver.
      socket.on('error', () => undefined);
      if (!isReadable(req)) return refuseUpgrade(socket);
      open(req, socket, head).catch(() => refuseUpgrade(socket));
    },
    malformed(error, socket) {
      if (connections.isAnswering(socket)) socket.destroy();
      else refuseMalformed(error, socket);
    },
    watch: (server) => connections.watch(server),
  };
}

function listens(target: string): Promise<boolean> {
  const { hostname, port } = new URL(target);
  return new Promise((resolve) => {
    const probe = connect({ host: hostname, port: Number(port), timeout: CONNECT_MS });
    const tell = (result: boolean) => {
      probe.destroy();
      resolve(result);
    };
    probe.once('connect', () => tell(true));
    probe.once('error', () => tell(false)).once('timeout', () => tell(false));
  });
}

/**
 * Whether a request names an address and a host that can be one; its address is written in the one way that
 * everything behind knows.
 */
function isReadable(req: IncomingMessage): boolean {
  const target = requestTarget(req.url ?? '/');
  const { host } = req.headers;
  if (target === null || (host !== undefined && !HOST.test(host))) return false;
  req.url = target;
  return host === undefined || URL.canParse(`http://${host}`);
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? '/').split('?', 1)[0] ?? '/';
}
