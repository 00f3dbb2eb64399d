import { createServer as createHttp, type Server, type ServerOptions } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { CertificateAndKey } from './authority';
import type { Edge } from './edge';

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
  return wire(createHttp(TIMES), edge);
}

/**
 * Answers HTTPS; `setSecureContext` on it takes a renewed certificate without a restart, or the first one
 * where `pair` is null.
 */
export function httpsServer(edge: Edge, pair: CertificateAndKey | null) {
  const server = createHttps({
    ...TIMES,
    ...(pair && { cert: pair.cert, key: pair.key }),
    minVersion: 'TLSv1.2',
    handshakeTimeout: TLS_HANDSHAKE_MS,
  });
  wire(server, edge);
  return server;
}

function wire<S extends Server>(server: S, edge: Edge): S {
  server.setTimeout(STILL_MS);
  edge.watch(server);
  server.on('request', (req, res) => edge.request(req, res));
  server.on('upgrade', (req, socket, head) => edge.upgrade(req, socket, head));
  // A malformed request is the client's affair, and says nothing worth a log line.
  server.on('clientError', (_error, socket) => socket.destroy());
  return server;
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
