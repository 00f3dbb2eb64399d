import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { listening } from './listening';

/** An independent SRT receiver that listens: ffmpeg takes one caller and writes what it gets. */
export interface SrtListener {
  exited: Promise<void>;
  /** Leaves the connection open and reads nothing, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Ends it at once; what it wrote can be read. */
  stop(): Promise<void>;
}

export async function startSrtListener(options: {
  port: number;
  file: string;
  passphrase?: string;
}): Promise<SrtListener> {
  const { port, file, passphrase } = options;
  const secret = passphrase === undefined ? '' : `&passphrase=${passphrase}`;
  const url = `srt://127.0.0.1:${port}?mode=listener&latency=200000${secret}`;
  const args = [
    '-hide_banner',
    '-loglevel',
    'error',
    '-y',
    '-i',
    url,
    '-c',
    'copy',
    '-flush_packets',
    '1',
    file,
  ];
  const child = spawn('ffmpeg', args, { stdio: ['ignore', 'ignore', 'ignore'] });
  const exited = once(child, 'exit').then(() => undefined);
  await listening(port, () => child.exitCode !== null, 'udp');
  return {
    exited,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
