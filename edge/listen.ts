import { createServer as createHttp, type IncomingMessage, type Server, type ServerOptions } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Edge } from './edge';
import type { Certificate } from './env';

/** A head takes one packet, and the largest body that is read some seconds over a slow line. */
const TIMES: ServerOptions = {
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  // Longer than proxies in front keep theirs, and a director's next cut finds its connection open.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
};
/** Longer than any answer is waited for: a connection in which nothing moves for so long is over. */
const STILL_MS = 60_000;
const TLS_HANDSHAKE_MS = 10_000;

/** Answers plain HTTP. */
export function httpServer(edge: Edge): Server {
  return wire(createHttp(TIMES), edge, 'connection');
}

/**
 * Answers HTTPS; `setSecureContext` on it takes a renewed certificate without a restart, or the first one
 * where `pair` is null.
 */
export function httpsServer(edge: Edge, pair: Pick<Certificate, 'cert' | 'key'> | null) {
  const server = createHttps({
    ...TIMES,
    ...(pair && { cert: pair.cert, key: pair.key }),
    minVersion: 'TLSv1.2',
    handshakeTimeout: TLS_HANDSHAKE_MS,
  });
  return wire(server, edge, 'secureConnection');
}

/** @param begins the event by which the server gets a connection that it reads HTTP from */
function wire<S extends Server>(server: S, edge: Edge, begins: string): S {
  server.setTimeout(STILL_MS);
  edge.watch(server);
  server.on('request', (req, res) => edge.request(req, res));
  server.on('upgrade', (req, socket, head) => {
    if (edge.isSocket(req)) return edge.upgrade(req, socket, head);
    readAgain(req, socket, head);
    server.emit(begins, socket);
  });
  // The client's affair, and nothing worth a log line.
  server.on('clientError', (error, socket) => edge.malformed(error, socket));
  return server;
}

/** What asks for another protocol, and is left out when the request is read again. */
const ASKS = /^(connection|upgrade|http2-settings)$/i;

/**
 * Puts a request back without its wish for another protocol, which a server may ignore (RFC 9110, 7.8): the
 * client of Java and curl ask for HTTP/2 so by themselves, and would otherwise get no answer at all.
 */
function readAgain(req: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${req.method} ${req.url} HTTP/${req.httpVersion}`];
  for (let at = 0; at < req.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = req.rawHeaders.slice(at, at + 2);
    if (!ASKS.test(name)) lines.push(`${name}: ${value}`);
    else if (/\bclose\b/i.test(value)) lines.push('Connection: close');
  }
  socket.unshift(Buffer.concat([Buffer.from([...lines, '', ''].join('\r\n'), 'latin1'), head]));
}

/** Resolves with the port. @throws an Error with the way out when the port is taken */
export function listen(
  server: Server,
  port: number,
  host: string | undefined,
  setting: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new Error(
          `Port ${port} (${setting}) cannot be listened on: ${error.message}. Set ${setting} to a free port.`,
        ),
      ),
    );
    server.listen({ port, host }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
