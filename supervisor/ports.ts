import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { Environment } from '../core/settings';
import type { Settings } from '../app/config/settings';

type Protocol = 'tcp' | 'udp';

/** Why a port of this host cannot be listened on, as the system's code (`EADDRINUSE`); null when it can. */
export function portError(port: number, host: string, protocol: Protocol = 'tcp'): Promise<string | null> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message);
    if (protocol === 'udp') {
      const socket = createSocket('udp4');
      socket.once('error', failed);
      socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(null)));
      return;
    }
    const server = createServer();
    server.once('error', failed);
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** Whether a port is free now on this host. */
export async function isFree(port: number, host: string, protocol: Protocol = 'tcp'): Promise<boolean> {
  return (await portError(port, host, protocol)) === null;
}

/** Codes by which the system says that a host is none of this machine's. */
const NOT_OURS = ['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EINVAL', 'EAFNOSUPPORT'];

/**
 * Looks whether the edge can listen where the settings say.
 * @param shell this process' own environment: what it sets wins over .env, so the way out is another one
 * @throws an Error with the way out
 */
export async function checkPorts(
  { host, port, httpsPort }: Pick<Settings, 'host' | 'port' | 'httpsPort'>,
  shell: Environment = process.env,
): Promise<void> {
  const code = await portError(port, host);
  if (code && NOT_OURS.includes(code)) {
    const wayOut = shell.HOST
      ? 'It comes from the environment of this shell, where conda and tcsh set it for themselves: start with HOST=127.0.0.1 npm start.'
      : 'Set it in .env to 127.0.0.1 for this machine alone, to 0.0.0.0 for its network, or to one of its addresses.';
    throw new Error(`HOST=${host} is no address of this machine (${code}). ${wayOut}`);
  }
  const from = (setting: string, value: number) =>
    shell[setting] ? ` (the environment of this shell sets ${value})` : ' in .env';
  if (code) throw new Error(portProblem(code, `Port ${port} on ${host}`, 'PORT', from('PORT', port)));
  const secure = httpsPort > 0 ? await portError(httpsPort, '0.0.0.0') : null;
  if (!secure) return;
  const or = `${from('HTTPS_PORT', httpsPort)}, or to 0 for no HTTPS`;
  throw new Error(portProblem(secure, `Port ${httpsPort}`, 'HTTPS_PORT', or));
}

function portProblem(code: string, what: string, setting: string, where: string): string {
  if (code === 'EADDRINUSE') return `${what} is taken: set ${setting} to a free one${where}.`;
  if (code !== 'EACCES' && code !== 'EPERM')
    return `${what} cannot be listened on (${code}): set ${setting} to another one${where}.`;
  return (
    `${what} needs rights that this user does not have, as ports below 1024 mostly do. ` +
    `Let a reverse proxy listen there (docs/at-the-pitch.md), or set ${setting} to a higher one${where}.`
  );
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
