import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../../supervisor/ports';
import { listening } from './listening';

export interface RtmpReceiver {
  /** Server address without the key. */
  url: string;
  key: string;
  port: number;
  pid: number;
  /** Resolves when the receiver is gone: it takes one connection and ends with it. */
  exited: Promise<void>;
  /** Ends it and closes the file properly, so that every picture it received can be read. */
  stop(): Promise<void>;
  /** Dies at once, as a server does whose machine loses power. */
  kill(): Promise<void>;
  /** Leaves the connection open and reads nothing, until `thaw`. */
  freeze(): void;
  thaw(): void;
}

/**
 * An RTMP server that takes one connection and writes what it gets into `file` (format by the name: .flv,
 * .ts, .mkv). Returns when it listens.
 *
 * @param port a server that comes back takes the port it had
 */
export async function startRtmpReceiver(options: {
  file: string;
  port?: number;
  key?: string;
}): Promise<RtmpReceiver> {
  const port = options.port ?? (await freePort());
  const key = options.key ?? 'test-key';
  const url = `rtmp://127.0.0.1:${port}/live`;
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-y', '-listen', '1', '-i', `${url}/${key}`],
      ...['-map', '0', '-c', 'copy', '-flush_packets', '1', options.file],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exited = once(child, 'exit').then(() => undefined);
  await listening(port, () => child.exitCode !== null);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGCONT');
    child.kill(signal);
    await exited;
  };
  return {
    url,
    key,
    port,
    pid: child.pid ?? 0,
    exited,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
  };
}

/** A server that accepts every connection and never says a word. */
export async function startSilentServer(): Promise<{
  url: string;
  port: number;
  /** How many came so far. */
  connections(): number;
  stop(): Promise<void>;
}> {
  let connections = 0;
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  return {
    url: `rtmp://127.0.0.1:${port}/live`,
    port,
    connections: () => connections,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('not a TCP address');
  return address;
}
