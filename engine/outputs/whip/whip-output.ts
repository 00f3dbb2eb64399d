import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RtpPorts } from '../../encoder/args';
import { redactor as processRedactor, type Redactor } from '../../redact';
import { ChildLines } from '../../child-processes';
import type { Output, OutputStatus } from '../../types';
import { OutputHealth } from '../output-health';
import type { FromWhip, ToWhip } from './messages';
import { Attempts } from '../../../core/time/attempts';
import { withTimeout } from '../../../core/time/with-timeout';

/** One connection to our own server: nobody to spread. */
const RETRY = { firstMs: 100, capMs: 2_000, least: 1 };
const RESPAWN_MS = 200;
/** It reports each second; a longer silence is a hung process. */
const SILENT_MS = 3_500;
/**
 * Opening takes 0.3 s on loopback and has a limit of its own of about 15 s; this is for a token that does not
 * come.
 */
const TOKEN_TIMEOUT_MS = 5_000;
const CHECK_EVERY_MS = 500;
const CLOSE_MS = 2_000;

export interface WhipOutputOptions {
  id: string;
  /** Where the encoder sends RTP, see `freeRtpPorts`. */
  ports: RtpPorts;
  /** A fresh join token for the program room, made before each opening; makes sure the room exists. */
  mintToken: () => Promise<{ url: string; token: string }>;
  onStatus?: (status: OutputStatus) => void;
  /** A line of the process or a failed opening, redacted. */
  onLine?: (line: string) => void;
  /** The built `whip` entry; the source next to this file if not given (run by tsx). */
  entry?: string;
  redactor?: Redactor;
}

/**
 * The program into LiveKit's room: a process of its own, restarted when it dies, reopened when it loses the
 * server.
 */
export class WhipOutput implements Output {
  readonly id: string;
  readonly #options: WhipOutputOptions;
  #child: ChildProcess | null = null;
  readonly #health = new OutputHealth(() => this.#options.onStatus?.(this.status()));
  #retries = 0;
  /** A token that comes late is not used. */
  readonly #attempts = new Attempts(RETRY);
  #doneBytes = 0;
  #childBytes = 0;
  #heardAtMs = 0;
  #checks: NodeJS.Timeout | undefined;
  #forgetToken: () => void = () => undefined;

  constructor(options: WhipOutputOptions) {
    this.#options = options;
    this.id = options.id;
  }

  start(): void {
    if (this.#health.state !== 'off') return;
    this.#health.become('connecting', null);
    this.#checks = setInterval(() => {
      if (performance.now() - this.#heardAtMs > SILENT_MS) this.#child?.kill('SIGKILL');
    }, CHECK_EVERY_MS);
    this.#spawn();
  }

  async stop(): Promise<void> {
    if (this.#health.state === 'off') return;
    clearInterval(this.#checks);
    this.#attempts.cancel();
    this.#health.become('off', null);
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    send(child, { type: 'close' });
    const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
    await exited;
    clearTimeout(timer);
    this.#forgetToken();
  }

  /**
   * Deliberate: the program goes to another room, or LiveKit restarted and has forgotten us, which would be
   * noticed only after seconds.
   */
  reopen(): void {
    if (this.#health.state === 'off' || !this.#child) return;
    this.#health.become('connecting', null);
    this.#attempts.succeeded();
    void this.#open();
  }

  status(): OutputStatus {
    return this.#health.status(this.#doneBytes + this.#childBytes, this.#retries);
  }

  /** Of the publishing process, for measurements and tests. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  #spawn(): void {
    const { ports, onLine, redactor = processRedactor } = this.#options;
    const { file, execArgv } = entryOf(this.#options.entry);
    // Code and program may lie where only root may enter (supervisor/own-users.ts).
    const byHandle = process.execArgv.filter((flag) => flag.startsWith('--preserve-symlinks'));
    this.#heardAtMs = performance.now();
    // No environment but what Node itself needs: the engine's holds the keys of everything.
    const child = fork(file, [], {
      execPath: byHandle.length > 0 ? '/proc/self/exe' : process.execPath,
      execArgv: [...byHandle, ...execArgv],
      env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) if (stream) new ChildLines(stream, redactor, onLine);
    child.on('message', (message: FromWhip) => this.#onMessage(child, message));
    let gone = false;
    const end = (): void => {
      if (gone || this.#child !== child) return;
      gone = true;
      this.#gone();
    };
    child.once('error', end);
    child.once('exit', end);
    send(child, { type: 'listen', ports });
  }

  #onMessage(child: ChildProcess, message: FromWhip): void {
    if (this.#child !== child) return;
    this.#heardAtMs = performance.now();
    switch (message.type) {
      case 'ready':
        return void this.#open();
      case 'unusable':
        this.#options.onLine?.(message.message);
        return;
      case 'alive':
        this.#childBytes = message.bytes;
        return this.#options.onStatus?.(this.status());
      case 'failed':
        this.#options.onLine?.(message.message);
        return this.#again(message.message);
      case 'state':
        if (message.state === 'connected') {
          this.#attempts.succeeded();
          this.#health.become('live', null);
        } else if (message.state === 'lost')
          this.#again('The media server is gone. It is retried automatically.');
    }
  }

  async #open(): Promise<void> {
    const isPresent = this.#attempts.begin();
    try {
      const { url, token } = await withTimeout(
        TOKEN_TIMEOUT_MS,
        this.#options.mintToken(),
        'asking for a token',
      );
      if (!isPresent() || !this.#child) return;
      this.#forgetToken();
      this.#forgetToken = (this.#options.redactor ?? processRedactor).add(token);
      send(this.#child, { type: 'open', url, token });
    } catch {
      if (isPresent()) this.#again('The media server gives no access to the program room.');
    }
  }

  #again(verdict: string): void {
    this.#retries++;
    this.#health.become('reconnecting', verdict);
    this.#attempts.plan(() => void this.#open());
  }

  #gone(): void {
    this.#child = null;
    this.#attempts.cancel();
    this.#doneBytes += this.#childBytes;
    this.#childBytes = 0;
    this.#retries++;
    this.#health.become('reconnecting', 'The process that sends to viewers ended and is started again.');
    this.#attempts.plan(() => this.#spawn(), RESPAWN_MS);
  }
}

function send(child: ChildProcess, message: ToWhip): void {
  // A child that is just dying says so by its exit.
  if (child.connected) child.send(message, () => undefined);
}

/**
 * The source when none was built: then tsx has to come along, wherever the engine itself was started from.
 */
function entryOf(built: string | undefined): { file: string; execArgv: string[] } {
  if (built) return { file: built, execArgv: [] };
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return { file: fileURLToPath(new URL('./main.ts', import.meta.url)), execArgv: ['--import', tsx] };
}
