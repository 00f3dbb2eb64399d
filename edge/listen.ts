import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { CertificateAndKey } from './authority';
import type { Edge } from './edge';

/** Answers plain HTTP. */
export function httpServer(edge: Edge): Server {
  return wire(createHttp(), edge);
}

/** Answers HTTPS; `setSecureContext` on it takes a renewed certificate without a restart. */
export function httpsServer(edge: Edge, { cert, key }: CertificateAndKey) {
  const server = createHttps({ cert, key, minVersion: 'TLSv1.2' });
  wire(server, edge);
  return server;
}

function wire<S extends Server>(server: S, edge: Edge): S {
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
