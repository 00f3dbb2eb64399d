import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FrontProxy {
  url: string;
  /** WebSockets that were hung up on. */
  refused(): number;
  close(): Promise<void>;
}

/** A proxy in front of the product as many are set up: it passes HTTP on, and no WebSocket. */
export async function startFrontProxy(port: number, toPort: number): Promise<FrontProxy> {
  let refused = 0;
  const server = createServer((incoming, answer) => {
    const headers = { ...incoming.headers, 'x-forwarded-for': incoming.socket.remoteAddress };
    const onward = request(
      { host: '127.0.0.1', port: toPort, method: incoming.method, path: incoming.url, headers },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  server.on('upgrade', (_incoming, socket) => {
    refused += 1;
    socket.destroy();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused: () => refused,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
