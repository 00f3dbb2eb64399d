import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DestinationFailure } from '../../../core/destination-state';
import { ChildLines, ffmpegEnvironment, PIPES_ONLY } from '../../child-processes';
import { redactor as processRedactor } from '../../redact';
import type { TsFeed } from '../ts-hub';
import type { ConnectionListener, ConnectionRequest, DestinationConnection } from './connection';

const PROGRESS_FD = 3;
const SECRET_FD = 4;
/** Five seconds of the default program: a connection that comes about in time loses nothing. */
const MAX_QUEUE_BYTES = 2 * 1024 * 1024;
/** Seven TS packets, what every SRT receiver expects. */
const PAYLOAD_BYTES = 1316;
const CLOSE_MS = 1_000;
/** As in the form (plugins/srt). */
const DEFAULT_LATENCY_MS = 200;

/** ffmpeg's messages when SRT ends (seen with 5.1 and libsrt 1.5). */
const SAID: readonly [RegExp, DestinationFailure][] = [
  [/reject|ERROR: *1002|wrong password|passphrase|encryption/i, 'rejected'],
  [/time(d)? ?out|No route to host|Network is unreachable/i, 'unreachable'],
  [/Connection refused/i, 'refused'],
];

/**
 * One connection by SRT: an ffmpeg that copies the program to the address that was checked and no other.
 * Stream id and passphrase reach it in a file without a name, so that they are in no argument list.
 */
export class SrtConnection implements DestinationConnection {
  readonly #child: ChildProcess;
  readonly #feed: TsFeed;
  readonly #now: () => number;
  readonly #closed: Promise<void>;
  #bytes = 0;
  #movedAtMs: number;
  #dropped = 0;
  #droppedAtMs: number | null = null;
  #gone = false;

  constructor(request: ConnectionRequest, listener: ConnectionListener) {
    const { program, now, ffmpegPath = 'ffmpeg', redactor = processRedactor } = request;
    this.#now = now;
    this.#movedAtMs = now();
    const secret = openSecret(presetOf(request));
    try {
      this.#child = spawn(ffmpegPath, srtArgs(request), {
        env: ffmpegEnvironment(),
        stdio: ['pipe', 'ignore', 'pipe', 'pipe', secret.fd],
      });
    } finally {
      secret.close();
    }
    const { stdin, stderr, stdio } = this.#child;
    const progress = stdio[PROGRESS_FD];
    if (!stdin || !stderr || !progress || !('read' in progress))
      throw new Error('ffmpeg was started without pipes');
    stdin.on('error', () => undefined);
    const lines = new ChildLines(stderr, redactor);
    new ChildLines(progress, redactor, (line) => {
      const total = Number(/^total_size=(\d+)$/.exec(line)?.[1] ?? 0);
      if (total <= this.#bytes || this.#gone) return;
      const first = this.#bytes === 0;
      this.#bytes = total;
      this.#movedAtMs = now();
      if (first) listener.onLive();
    });
    this.#feed = program.hub.feed(stdin, MAX_QUEUE_BYTES);
    this.#closed = new Promise((resolve) => {
      const end = (): void => {
        const closing = this.#gone;
        this.#gone = true;
        this.#feed.close();
        stdin.destroy();
        resolve();
        if (!closing) listener.onGone(failureOf(lines.last(), this.#bytes > 0));
      };
      this.#child.once('error', end);
      this.#child.once('close', end);
    });
  }

  /** Of the sending process, for tests. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** SRT does not say when: bytes that get through show that the server takes the program. */
  get accepted(): boolean {
    return this.#bytes > 0;
  }

  get overdue(): DestinationFailure {
    return 'unreachable';
  }

  get droppedAtMs(): number | null {
    if (this.#feed.droppedBytes > this.#dropped && this.#bytes > 0) this.#droppedAtMs = this.#now();
    this.#dropped = this.#feed.droppedBytes;
    return this.#droppedAtMs;
  }

  get lagMs(): number {
    return 0;
  }

  silentMs(): number {
    return this.#now() - this.#movedAtMs;
  }

  async close(): Promise<void> {
    if (this.#gone) return this.#closed;
    this.#gone = true;
    this.#feed.close();
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), CLOSE_MS);
    await this.#closed;
    clearTimeout(timer);
  }
}

function presetOf({ key, secrets = {} }: ConnectionRequest): string {
  // A line is an option. No form lets one through that would begin another (safety T14).
  const line = (name: string, value: string | undefined) =>
    value && `${name}=${value.replace(/[\0\r\n]/g, '')}`;
  const lines = [line('srt_streamid', key), line('passphrase', secrets.passphrase)];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

function srtArgs({ address, options = {} }: ConnectionRequest): string[] {
  const latencyMs = Number(options.latencyMs ?? DEFAULT_LATENCY_MS);
  const [ip = ''] = address.ips;
  const host = ip.includes(':') ? `[${ip}]` : ip;
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'warning'],
    ...['-progress', `pipe:${PROGRESS_FD}`, '-stats_period', '0.5'],
    ...['-probesize', '1000000', '-analyzeduration', '1000000'],
    ...[...PIPES_ONLY, '-f', 'mpegts', '-i', 'pipe:0'],
    ...['-map', '0:v:0', '-map', '0:a:0', '-c', 'copy', '-fpre', `/proc/self/fd/${SECRET_FD}`],
    ...['-mode', 'caller', '-latency', String(latencyMs * 1000), '-connect_timeout', '4000'],
    ...['-payload_size', String(PAYLOAD_BYTES), '-flush_packets', '1'],
    ...['-copyts', '-muxdelay', '0', '-f', 'mpegts', `srt://${host}:${address.port}`],
  ];
}

function failureOf(lines: readonly string[], wasLive: boolean): DestinationFailure {
  if (wasLive) return 'dropped';
  const text = lines.join('\n');
  for (const [pattern, failure] of SAID) if (pattern.test(text)) return failure;
  return /Input\/output error/i.test(text) ? 'unreachable' : 'internal';
}

/**
 * A file without a name, to hand secrets to a child: its arguments are open to everyone in /proc, its open
 * files only to this user. The name exists for an instant, readable by this user only.
 *
 * @returns a descriptor at the beginning of the file, to be passed to the child and then closed
 */
function openSecret(content: string): { fd: number; close: () => void } {
  const path = join(tmpdir(), `touchline-${randomUUID()}`);
  const fd = openSync(path, 'wx+', 0o600);
  try {
    unlinkSync(path);
    // At a position, so that the descriptor stays at the beginning.
    const bytes = Buffer.from(content, 'utf8');
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, at);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { fd, close: () => closeSync(fd) };
}
