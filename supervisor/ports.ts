import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

type Protocol = 'tcp' | 'udp';

/** Whether a port is free now on this host. */
export function isFree(port: number, host: string, protocol: Protocol = 'tcp'): Promise<boolean> {
  return new Promise((resolve) => {
    if (protocol === 'udp') {
      const socket = createSocket('udp4');
      socket.once('error', () => resolve(false));
      socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(true)));
      return;
    }
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first free one of `wanted`, else any free port. `taken` are ports already chosen in this start. */
export async function choosePort(
  wanted: (number | undefined)[],
  {
    host = '127.0.0.1',
    protocol = 'tcp',
    taken = new Set<number>(),
  }: { host?: string; protocol?: Protocol; taken?: Set<number> } = {},
): Promise<number> {
  for (const port of wanted) {
    if (port === undefined || taken.has(port) || !(await isFree(port, host, protocol))) continue;
    taken.add(port);
    return port;
  }
  for (;;) {
    const port = await freePort(host);
    if (taken.has(port) || !(await isFree(port, host, protocol))) continue;
    taken.add(port);
    return port;
  }
}

/** A port that nobody uses now, by the system's choice. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
