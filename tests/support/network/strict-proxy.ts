import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface StrictProxy {
  url: string;
  /** Destinations that were refused, as `host:port`. */
  refused: string[];
  close(): Promise<void>;
}

/** The proxy of a strict office: to one port of this machine, for HTTP and WebSockets, and nowhere else. */
export async function startStrictProxy(port: number): Promise<StrictProxy> {
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const allowed = (host: string, to: number) => {
    const fine = to === port && (host === '127.0.0.1' || host === 'localhost');
    if (!fine) refused.push(`${host}:${to}`);
    return fine;
  };
  const server = createServer((incoming: IncomingMessage, answer: ServerResponse) => {
    const url = new URL(incoming.url ?? '/', 'http://nowhere.invalid');
    if (!allowed(url.hostname, Number(url.port || 80))) return void answer.writeHead(403).end();
    const options = { host: '127.0.0.1', port, method: incoming.method, headers: incoming.headers };
    const onward = request({ ...options, path: url.pathname + url.search }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
  });
  server.on('connect', (incoming: IncomingMessage, client: Socket) => {
    const [host = '', to = ''] = (incoming.url ?? '').split(':');
    if (!allowed(host, Number(to))) return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const onward = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(client).pipe(onward);
    });
    sockets.add(onward.on('error', () => client.destroy()).on('close', () => sockets.delete(onward)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
