import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { createEdge, type EdgeOptions } from '../../../edge/edge';
import { httpServer } from '../../../edge/listen';

/** An edge and backends of the test's own: these can do what no web process of ours does. */

const servers: Server[] = [];
const LIMITS = { connectionsPerAddress: 1_000, requestsPerAddress: 1_000, upgradesPerAddress: 1_000 };

/** After each test: ends everything that was started, and what is connected to it. */
export function endServers(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

export async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

/** Answers with its name and the headers it got; upgrades to a line that echoes. */
export function backend(name: string): Promise<string> {
  const server = createServer((req, res) =>
    res.end(JSON.stringify({ name, headers: req.headers, url: req.url })),
  );
  server.on('upgrade', (_req, socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.pipe(socket);
  });
  return listening(server);
}

export function edgeOf(options: Partial<EdgeOptions>): Promise<string> {
  return listening(
    httpServer(createEdge({ web: [], livekit: null, trustedProxies: [], limits: LIMITS, ...options })),
  );
}

/** An address that refuses. */
export async function deadAddress(): Promise<string> {
  const address = await listening(createServer());
  const server = servers.pop();
  server?.close();
  return address;
}

export function killOf(index: number): void {
  const server = servers[index];
  server?.closeAllConnections();
  server?.close();
}

export const Ask = { accept: 'application/json' };

export async function ask(url: string, headers: Record<string, string> = Ask) {
  const response = await fetch(url, { headers });
  return (await response.json()) as { name: string; url: string; headers: IncomingMessage['headers'] };
}

/** Everything that is answered to these lines, until the edge ends the connection. */
export async function said(base: string, lines: string[]): Promise<string> {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  socket.write(lines.join('\r\n'));
  let answer = '';
  for await (const data of socket as AsyncIterable<Buffer>) answer += data.toString();
  return answer;
}

/** What the backend got of a request without a body. */
export async function spoken(base: string, lines: string[]) {
  const answer = await said(base, [...lines, '', '']);
  const body: unknown = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
  return body as { url: string; headers: IncomingMessage['headers'] };
}

export function upgrade(base: string, path: string): Promise<{ status: string; socket: Socket }> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.once('error', reject);
    socket.once('close', () => resolve({ status: 'ended', socket }));
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    socket.once('data', (data) => resolve({ status: data.toString().split('\r\n')[0] ?? '', socket }));
  });
}

export async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [data] = (await once(socket, 'data')) as [Buffer];
  return data.toString();
}
