import {
  destinationOff,
  nextHealth,
  retryDelayMs,
  verdictOf,
  type DestinationEvent,
  type DestinationFault,
  type DestinationHealth,
} from '../../../core/destination-state';
import { redactor as processRedactor, type Redactor } from '../../redact';
import type { Output, OutputStatus } from '../../types';
import type { TsFeed } from '../ts-feed';
import type { TsHub } from '../ts-hub';
import { faultOf } from './fault';
import { parseIngest } from './ingest-url';
import { PushProcess } from './push-process';

/** From the start of a try until bytes flow (safety F17). */
const CONNECT_TIMEOUT_MS = 5_000;
/** No byte out for so long is worth telling; for longer, the connection is given up (safety F19). */
const STUCK_MS = 2_500;
const GIVE_UP_MS = 10_000;
const CHECK_EVERY_MS = 250;
/** Five seconds of the default program: a connection that comes about in time loses nothing. */
const MAX_QUEUE_BYTES = 2 * 1024 * 1024;

export interface RtmpPusherOptions {
  id: string;
  /** Server address and stream key; both stay out of logs and argument lists. */
  url: string;
  key: string;
  hub: TsHub;
  /** Refuses an address by throwing; asked before each connection, because names change what they point to. */
  checkAddress: (url: string) => Promise<void>;
  /** At each change of state and at most once a second besides. */
  onStatus?: (status: OutputStatus) => void;
  /** The platform's own words for a fault; null for the common ones. */
  explain?: (fault: DestinationFault) => string | null;
  ffmpegPath?: string;
  redactor?: Redactor;
  now?: () => number;
  random?: () => number;
}

/** One destination: sends, watches its progress, and comes back by itself for as long as it is started. */
export class RtmpPusher implements Output {
  readonly id: string;
  readonly #options: RtmpPusherOptions;
  readonly #now: () => number;
  #health: DestinationHealth;
  #process: PushProcess | null = null;
  #feed: TsFeed | null = null;
  #retry: NodeJS.Timeout | undefined;
  #checks: NodeJS.Timeout | undefined;
  #forget: (() => void)[] = [];
  /** Raised at each try and at stop: what an older try still says is not heard. */
  #attempt = 0;
  #attemptAtMs = 0;
  #progressAtMs = 0;
  #attemptBytes = 0;
  #doneBytes = 0;
  #toldAtMs = 0;
  /** A try is under way, from the check of its address on. */
  #trying = false;

  constructor(options: RtmpPusherOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#health = destinationOff(this.#now());
    this.id = options.id;
  }

  start(): void {
    if (this.#health.state !== 'off') return;
    const redactor = this.#options.redactor ?? processRedactor;
    this.#forget = [redactor.add(this.#options.key), redactor.add(this.#options.url)];
    this.#tell({ type: 'start' });
    this.#checks = setInterval(() => this.#check(), CHECK_EVERY_MS);
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#attempt++;
    clearTimeout(this.#retry);
    clearInterval(this.#checks);
    this.#drop();
    this.#forget.splice(0).forEach((forget) => forget());
    this.#tell({ type: 'stop' });
  }

  status(): OutputStatus {
    const { state, sinceMs, retries, fault } = this.#health;
    const explained = fault === null ? null : (this.#options.explain?.(fault) ?? verdictOf(this.#health));
    return { state, sinceMs, retries, bytes: this.#doneBytes + this.#attemptBytes, verdict: explained };
  }

  /** Of the sending process, for measurements; undefined between tries. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async #connect(): Promise<void> {
    const attempt = ++this.#attempt;
    this.#trying = true;
    this.#attemptAtMs = this.#progressAtMs = this.#now();
    const { url, key, hub, checkAddress, ffmpegPath = 'ffmpeg', redactor = processRedactor } = this.#options;
    let ingest;
    try {
      ingest = parseIngest(url, key);
      await checkAddress(url);
    } catch (error) {
      if (attempt === this.#attempt) this.#lost(addressFault(error));
      return;
    }
    if (attempt !== this.#attempt) return;
    try {
      this.#process = new PushProcess(ingest, ffmpegPath, redactor, {
        onProgress: (bytes) => {
          if (attempt === this.#attempt) this.#progress(bytes);
        },
        onGone: (lines) => {
          if (attempt !== this.#attempt) return;
          this.#lost(faultOf(lines, this.#health.liveSinceMs !== null));
        },
      });
      this.#feed = hub.feed(this.#process.stdin, MAX_QUEUE_BYTES);
    } catch {
      this.#lost('internal');
    }
  }

  #progress(bytes: number): void {
    this.#attemptBytes = bytes;
    this.#progressAtMs = this.#now();
    this.#tell({ type: this.#health.state === 'stalled' ? 'moving' : 'connected' });
  }

  #check(): void {
    if (!this.#trying) return;
    const now = this.#now();
    const live = this.#health.liveSinceMs !== null;
    const silentMs = now - this.#progressAtMs;
    if (!live && now - this.#attemptAtMs > CONNECT_TIMEOUT_MS) this.#lost('timeout');
    else if (live && silentMs > GIVE_UP_MS) this.#lost('stalled');
    else if (live && silentMs > STUCK_MS) this.#tell({ type: 'stuck' });
  }

  #lost(fault: DestinationFault): void {
    this.#attempt++;
    this.#drop();
    this.#tell({ type: 'lost', fault });
    const delay = retryDelayMs(this.#health, (this.#options.random ?? Math.random)());
    this.#retry = setTimeout(() => {
      this.#tell({ type: 'retry' });
      void this.#connect();
    }, delay);
  }

  #drop(): void {
    this.#trying = false;
    this.#feed?.close();
    this.#process?.kill();
    this.#feed = null;
    this.#process = null;
    this.#doneBytes += this.#attemptBytes;
    this.#attemptBytes = 0;
  }

  #tell(event: DestinationEvent): void {
    const before = this.#health;
    this.#health = nextHealth(before, event, this.#now());
    const changed = this.#health !== before;
    if (!changed && this.#now() - this.#toldAtMs < 1_000) return;
    this.#toldAtMs = this.#now();
    this.#options.onStatus?.(this.status());
  }
}

/** A name that cannot be looked up now may be there again soon; an address we may not send to stays forbidden. */
function addressFault(error: unknown): DestinationFault {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return /^(ENOTFOUND|EAI_AGAIN|ENODATA|ESERVFAIL|ETIMEOUT|ECONNREFUSED)$/.test(code)
    ? 'unknown-host'
    : 'forbidden-address';
}
