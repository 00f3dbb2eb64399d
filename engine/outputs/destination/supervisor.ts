import {
  destinationOff,
  nextHealth,
  retryDelayMs,
  triesOther,
  type DestinationEvent,
  type DestinationFailure,
  type DestinationHealth,
} from '../../../core/destination-state';
import { diagnose, type Server, type Symptom } from '../../../core/diagnosis';
import type { EncodingProfile } from '../../../core/encoding';
import type { PlatformFacts } from '../../../core/platform-facts';
import type { DestinationCheck, PinnedAddress } from '../../../plugins/address';
import { redactor as processRedactor, type Redactor } from '../../redact';
import type { Output, OutputStatus } from '../../types';
import { failureOfCheck } from '../rtmp/check-failure';
import { parseIngest } from '../rtmp/ingest-url';
import type { ProgramTags } from '../rtmp/program-tags';
import { RtmpPublisher } from '../rtmp/rtmp-publisher';

/** From the start of a try until the server takes the program (safety F17). */
const CONNECT_TIMEOUT_MS = 5_000;
/**
 * No byte through for so long is worth telling; for longer, the connection is given up (safety F19). A server
 * that takes 200 kbit/s says so every 1.3 s.
 */
const STUCK_MS = 3_000;
const GIVE_UP_MS = 10_000;
/** A connection is slow when so much waits for it, and for some time after it had to leave something out. */
const SLOW_LAG_MS = 2_500;
const SLOW_MS = 6_000;
const CHECK_EVERY_MS = 250;

/** One connection, as the pusher watches it. */
export interface DestinationConnection {
  readonly stage: string;
  readonly bytes: number;
  /** What it means that it is not live in time. */
  readonly overdue: DestinationFailure;
  /** When something was last left out because the server takes less than the program has; null: never. */
  readonly droppedAtMs: number | null;
  /** Media time that waits for the connection, ms; left out where it is not known. */
  readonly lagMs?: number;
  silentMs(): number;
  close(): Promise<void>;
}

export interface ConnectionListener {
  onLive: () => void;
  onGone: (fault: DestinationFailure) => void;
}

export interface DestinationSupervisorOptions {
  id: string;
  /** Server address and stream key; both stay out of logs. */
  url: string;
  /** Asked in turn with the first after repeated failure; takes the same key. */
  backupUrl?: string | null;
  /** Which of the two comes first; without a backup there is only one. */
  wanted?: Server;
  key: string;
  /** What else stays out of logs. */
  secrets?: readonly string[];
  tags: ProgramTags;
  encoding: EncodingProfile;
  /** Media time that receivers are told as zero, ms: where this run on the air began. */
  originMs?: number;
  /**
   * Asked before each connection, because names change what they point to; only what it answers is connected
   * to.
   */
  checkAddress: (url: string) => Promise<DestinationCheck>;
  /** Connects by another protocol under the same watch; RTMP without it. */
  connect?: (address: PinnedAddress, listener: ConnectionListener) => DestinationConnection;
  /** At each change of state. */
  onStatus?: (status: OutputStatus) => void;
  /** The platform's own words for a fault; null for the common ones. */
  explain?: (fault: DestinationFailure) => string | null;
  redactor?: Redactor;
  now?: () => number;
  random?: () => number;
}

/**
 * One destination: sends, watches what gets through, and comes back by itself for as long as it is started.
 */
export class DestinationSupervisor implements Output {
  readonly id: string;
  readonly #options: DestinationSupervisorOptions;
  readonly #now: () => number;
  #health: DestinationHealth;
  #publisher: DestinationConnection | null = null;
  #retry: NodeJS.Timeout | undefined;
  #checks: NodeJS.Timeout | undefined;
  #forget: (() => void)[] = [];
  /** Raised at each try and at stop: what an older try still says is not heard. */
  #attempt = 0;
  #attemptAtMs = 0;
  #doneBytes = 0;
  /** Where the present connection goes, or the last one went. */
  #server: Server = 'first';

  constructor(options: DestinationSupervisorOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#health = destinationOff(this.#now());
    this.id = options.id;
  }

  start(): void {
    if (this.#health.state !== 'off') return;
    const redactor = this.#options.redactor ?? processRedactor;
    this.#forget = [redactor.add(this.#options.key), redactor.add(this.#options.url)].concat(
      (this.#options.secrets ?? []).map((secret) => redactor.add(secret)),
    );
    this.#tell({ type: 'start' });
    this.#checks = setInterval(() => this.#check(), CHECK_EVERY_MS);
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#attempt++;
    clearTimeout(this.#retry);
    clearInterval(this.#checks);
    const closing = this.#drop();
    this.#tell({ type: 'stop' });
    await closing;
    this.#forget.splice(0).forEach((forget) => forget());
  }

  status(others: Symptom['others'] = 'none', platform: PlatformFacts | null = null): OutputStatus {
    const { state, sinceMs, retries, fault, liveSinceMs } = this.#health;
    const { backupUrl, wanted = 'first', explain } = this.#options;
    const explained = fault === null ? null : (explain?.(fault) ?? null);
    const server = backupUrl ? this.#server : 'only';
    const liveMs = liveSinceMs === null ? 0 : this.#now() - liveSinceMs;
    const verdict = diagnose({ ...this.#health, server, wanted, liveMs, others, platform }, explained);
    const bytes = this.#doneBytes + (this.#publisher?.bytes ?? 0);
    return {
      state,
      sinceMs,
      retries,
      bytes,
      verdict: verdict?.text ?? null,
      side: verdict?.side ?? null,
      remedy: verdict?.remedy ?? null,
    };
  }

  health(): DestinationHealth {
    return this.#health;
  }

  async #connect(): Promise<void> {
    const attempt = ++this.#attempt;
    this.#attemptAtMs = this.#now();
    const { key, tags, encoding, originMs = 0, checkAddress, backupUrl, wanted = 'first' } = this.#options;
    this.#server = triesOther(this.#health) ? (wanted === 'first' ? 'backup' : 'first') : wanted;
    const url = this.#server === 'backup' && backupUrl ? backupUrl : this.#options.url;
    try {
      const ingest = this.#options.connect ? null : parseIngest(url, key);
      const check = await checkAddress(url);
      if (attempt !== this.#attempt) return;
      if (!check.ok) {
        this.#lost(failureOfCheck(check.reason));
        return;
      }
      const address = nextOf(check.value, this.#health.retries);
      const listener: ConnectionListener = {
        onLive: () => {
          if (attempt === this.#attempt) this.#tell({ type: 'connected' });
        },
        onGone: (fault) => {
          if (attempt === this.#attempt) this.#lost(fault);
        },
      };
      this.#publisher = ingest
        ? new RtmpPublisher({ address, ingest, tags, encoding, originMs, now: this.#now }, listener)
        : (this.#options.connect?.(address, listener) ?? null);
    } catch (error) {
      if (attempt === this.#attempt)
        this.#lost(error instanceof RangeError ? 'forbidden-address' : 'internal');
    }
  }

  #check(): void {
    const publisher = this.#publisher;
    if (!publisher) return;
    const now = this.#now();
    const silentMs = publisher.silentMs();
    if (publisher.stage !== 'live') {
      if (now - this.#attemptAtMs > CONNECT_TIMEOUT_MS) this.#lost(publisher.overdue);
    } else if (silentMs > GIVE_UP_MS) this.#lost('stalled');
    else if (silentMs > STUCK_MS) this.#tell({ type: 'stuck', fault: 'stalled' });
    else if (isSlow(publisher, now)) this.#tell({ type: 'stuck', fault: 'slow' });
    else this.#tell({ type: 'moving' });
  }

  #lost(fault: DestinationFailure): void {
    this.#attempt++;
    void this.#drop();
    this.#tell({ type: 'lost', fault });
    const delay = retryDelayMs(this.#health, (this.#options.random ?? Math.random)());
    this.#retry = setTimeout(() => {
      this.#tell({ type: 'retry' });
      void this.#connect();
    }, delay);
  }

  /** Resolves when the connection is closed. */
  #drop(): Promise<void> {
    const publisher = this.#publisher;
    this.#publisher = null;
    this.#doneBytes += publisher?.bytes ?? 0;
    return publisher?.close() ?? Promise.resolve();
  }

  #tell(event: DestinationEvent): void {
    const before = this.#health;
    this.#health = nextHealth(before, event, this.#now());
    if (this.#health !== before) this.#options.onStatus?.(this.status());
  }
}

function isSlow({ lagMs = 0, droppedAtMs }: DestinationConnection, nowMs: number): boolean {
  return lagMs > SLOW_LAG_MS || (droppedAtMs !== null && nowMs - droppedAtMs < SLOW_MS);
}

/**
 * Another one of a name's addresses first at each try: the one that was tried may be the one that is broken.
 */
function nextOf(address: PinnedAddress, tries: number): PinnedAddress {
  const first = tries % Math.max(1, address.ips.length);
  return { ...address, ips: [...address.ips.slice(first), ...address.ips.slice(0, first)] };
}
