import {
  type Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream';
import { CREW_HEADER } from '../core/request-id';

/** Of one connection only (RFC 9110, 7.6.1), so they do not pass. */
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** A request whose client has gone still costs the web process its work: its place stays taken so long. */
const ABANDONED_MS = 250;
/**
 * A reader who takes nothing for so long has stopped reading, as a paused player does, and comes back by
 * itself. Long, because a system buffers up to 4 MB and says nothing until a third of it has gone out: 11 KB
 * a second are enough to stay.
 */
const READER_MS = 120_000;

/**
 * A longer body goes over a connection of its own: a process that answers without reading it to its end may
 * be deaf for the next request there (Node takes 16 KB in before it stops).
 */
const ALONE_FROM_BYTES = 8 * 1024;

export interface ForwardOptions {
  /** `http://127.0.0.1:3001` */
  target: string;
  agent: Agent;
  body: Buffer | null;
  /** To the first byte of the answer. */
  answerMs: number;
  /**
   * Called with the status before anything of the answer is sent, and whether a command was carried out for
   * somebody who directs; what it waits for is waited for.
   */
  answered: (status: number, directs: boolean) => Promise<void> | void;
  /** The process said by `Connection: close` that it is about to end. */
  leaves: () => void;
}

/**
 * Hands a request with its whole body to one process and streams the answer back. Resolves with the first
 * byte of the answer, or when the client has gone.
 *
 * @throws when there was no answer, and nothing was sent to the client
 */
export function forward(req: IncomingMessage, res: ServerResponse, options: ForwardOptions): Promise<void> {
  const { target, agent, body, answerMs, answered, leaves } = options;
  const { hostname, port } = new URL(target);
  const alone = (body?.length ?? 0) >= ALONE_FROM_BYTES;
  return new Promise((resolve, reject) => {
    const outgoing = request({
      hostname,
      port,
      agent: alone ? false : agent,
      method: req.method,
      path: req.url,
      headers: { ...passing(req.headers), ...lengthOf(req, body) },
    });
    const timer = setTimeout(() => outgoing.destroy(new Error('There was no answer.')), answerMs);
    const gone = () => {
      outgoing.destroy();
      setTimeout(resolve, ABANDONED_MS);
    };
    res.once('close', gone);
    outgoing.once('error', (error) => {
      clearTimeout(timer);
      res.off('close', gone);
      // Nobody reads it any more; or it is the answer that broke off, which the pipeline sees.
      if (res.destroyed || res.headersSent) return;
      reject(error);
    });
    outgoing.once('response', (incoming) => {
      clearTimeout(timer);
      res.off('close', gone);
      if (!alone && incoming.headers.connection?.toLowerCase() === 'close') leaves();
      resolve();
      const directs = incoming.headers[CREW_HEADER] !== undefined;
      delete incoming.headers[CREW_HEADER];
      void Promise.resolve(answered(incoming.statusCode ?? 502, directs)).then(() => answer(incoming, res));
    });
    outgoing.end(body ?? undefined);
  });
}

/** Whether a failure of `forward` says for certain that the process has seen nothing of the request. */
export function neverArrived(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'connect';
}

function answer(incoming: IncomingMessage, res: ServerResponse): void {
  if (res.destroyed) return void incoming.destroy();
  res.socket?.setTimeout(READER_MS);
  res.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, passing(incoming.headers));
  // Broken off on either side, the other side is ended too: a short answer is never taken for a whole one.
  pipeline(incoming, res, () => undefined);
}

function passing(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.has(name)),
  );
}

/** The body is framed by its length, whatever the client did: there is one way to read it. */
function lengthOf(req: IncomingMessage, body: Buffer | null): { 'content-length'?: number } {
  if (body) return { 'content-length': body.length };
  return req.method === 'GET' || req.method === 'HEAD' ? {} : { 'content-length': 0 };
}
