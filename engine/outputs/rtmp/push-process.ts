import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import { ChildLines } from '../../child-lines';
import type { Redactor } from '../../redact';
import type { Ingest } from './ingest-url';
import { openSecret } from './secret-file';

/** Only a backstop: what matters is decided by our own watch. Microseconds. */
const IO_TIMEOUT_US = 12_000_000;
const PROGRESS_FD = 3;
const SECRET_FD = 4;

export interface PushListener {
  /** Bytes written to the server so far; called about twice a second and only when they rose. */
  onProgress(bytes: number): void;
  onGone(lines: readonly string[]): void;
}

/**
 * One ffmpeg that copies a transport stream from its stdin to an RTMP server. Application and key reach it in a file without a
 * name, so that they stand in no argument list.
 */
export class PushProcess {
  readonly #child: ChildProcess;
  readonly stdin: Writable;
  #gone = false;

  constructor(ingest: Ingest, ffmpeg: string, redactor: Redactor, listener: PushListener) {
    const secret = openSecret(
      `rtmp_app=${ingest.app}\nrtmp_playpath=${ingest.playpath}\nrtmp_tcurl=${ingest.tcUrl}\n`,
    );
    try {
      this.#child = spawn(ffmpeg, pushArgs(ingest), { stdio: ['pipe', 'ignore', 'pipe', 'pipe', secret.fd] });
    } finally {
      secret.close();
    }
    const { stdin, stderr, stdio } = this.#child;
    const progress = stdio[PROGRESS_FD];
    if (!stdin || !stderr || !progress || !('read' in progress))
      throw new Error('ffmpeg was started without pipes');
    this.stdin = stdin;
    stdin.on('error', () => undefined);
    const lines = new ChildLines(stderr, redactor);
    let bytes = 0;
    new ChildLines(progress, redactor, (line) => {
      const total = Number(/^total_size=(\d+)$/.exec(line)?.[1] ?? 0);
      if (total > bytes) listener.onProgress((bytes = total));
    });
    const gone = (): void => {
      if (this.#gone) return;
      this.#gone = true;
      stdin.destroy();
      listener.onGone(lines.last());
    };
    this.#child.once('error', gone);
    // `close` and not `exit`: the last words are to be read first.
    this.#child.once('close', gone);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

function pushArgs({ target, secure }: Ingest): string[] {
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'warning'],
    ...['-progress', `pipe:${PROGRESS_FD}`, '-stats_period', '0.5'],
    // The stream begins with tables and a keyframe: both formats are known after the first pictures.
    ...['-probesize', '1000000', '-analyzeduration', '1000000', '-f', 'mpegts', '-i', 'pipe:0'],
    ...['-map', '0:v:0', '-map', '0:a:0', '-c', 'copy', '-fpre', `/proc/self/fd/${SECRET_FD}`],
    ...(secure ? ['-tls_verify', '1'] : []),
    ...['-rw_timeout', String(IO_TIMEOUT_US), '-tcp_nodelay', '1'],
    ...['-flvflags', 'no_duration_filesize', '-flush_packets', '1', '-f', 'flv', target],
  ];
}
