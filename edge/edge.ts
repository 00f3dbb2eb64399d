import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { createProxyServer, proxyUpgrade } from 'httpxy';
import { stampForwarded } from './forwarded';
import { answerUnavailable, refuseUpgrade } from './unavailable';
import { upstreams } from './upstreams';

/**
 * Signalling and WHIP, with what they ask beside it. Never /twirp: rooms are made and people removed by our
 * own calls.
 */
const SIGNALLING = /^\/(rtc(\/v1)?(\/validate)?|whip\/v1(\/[\w-]+)*)$/;
/**
 * From the end of a request to the first byte of its answer. No page takes so long; a process that does is
 * stuck.
 */
const ANSWER_MS = 30_000;
const UPGRADE_MS = 10_000;

export interface EdgeOptions {
  /** Addresses of the web processes. */
  web: readonly string[];
  /** Address of our own LiveKit, or null. */
  livekit: string | null;
  trustedProxies: readonly string[];
  /** Pages of the edge itself; true when it answered. */
  own?: (req: IncomingMessage, res: ServerResponse) => boolean;
  answerMs?: number;
}

export interface Edge {
  request(req: IncomingMessage, res: ServerResponse): void;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/**
 * What stands before the web processes and LiveKit on one origin. It holds no state of an event, so that
 * nothing here can go wrong with one; the death of a web process ends its own connections and no camera's.
 */
export function createEdge(options: EdgeOptions): Edge {
  const trusted = options.trustedProxies;
  const web = upstreams(options.web);
  const proxy = createProxyServer({});

  proxy.on('proxyReq', (outgoing, req) => {
    let timer: NodeJS.Timeout | undefined;
    const start = () => {
      timer = setTimeout(() => outgoing.destroy(new Error('no answer')), options.answerMs ?? ANSWER_MS);
    };
    if (req.complete) start();
    else req.once('end', start);
    const clear = () => {
      clearTimeout(timer);
      req.off('end', start);
    };
    outgoing.once('response', clear).once('close', clear);
  });

  const targets = (req: IncomingMessage, client: string): string[] => {
    const path = pathOf(req);
    if (options.livekit && SIGNALLING.test(path)) return [options.livekit];
    return web.order(path.startsWith('/socket.io') ? client : null);
  };

  async function forward(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const client = stampForwarded(req, trusted);
    // A body that was sent to one process cannot be sent to the next.
    const repeatable = (req.method === 'GET' || req.method === 'HEAD') && !hasBody(req);
    for (const target of targets(req, client)) {
      try {
        await proxy.web(req, res, { target });
        return;
      } catch {
        web.failed(target);
        if (!repeatable || res.headersSent || res.destroyed) break;
      }
    }
    answerUnavailable(req, res);
  }

  async function open(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const client = stampForwarded(req, trusted);
    for (const target of targets(req, client)) {
      // httpxy hangs up when it cannot connect, so that nothing could be said or tried after it: look first.
      if (await listens(target)) {
        await proxyUpgrade(target, req, socket, head, { xfwd: false, upgradeTimeout: UPGRADE_MS });
        return;
      }
      web.failed(target);
    }
    refuseUpgrade(socket);
  }

  return {
    request(req, res) {
      if (options.own?.(req, res)) return;
      void forward(req, res);
    },
    upgrade(req, socket, head) {
      // Errors of a client that went away have no one left to be told to.
      socket.on('error', () => undefined);
      open(req, socket, head).catch(() => refuseUpgrade(socket));
    },
  };
}

function listens(target: string): Promise<boolean> {
  const { hostname, port } = new URL(target);
  return new Promise((resolve) => {
    const probe = connect({ host: hostname, port: Number(port) });
    probe.once('connect', () => resolve(true)).once('error', () => resolve(false));
    probe.once('connect', () => probe.destroy());
  });
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? '/').split('?', 1)[0] ?? '/';
}

function hasBody(req: IncomingMessage): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}
