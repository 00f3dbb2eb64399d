import type { DestinationServer } from '../../../contract/vocabulary';
import {
  destinationOff,
  nextHealth,
  retryDelayMs,
  triesOther,
  type DestinationEvent,
  type DestinationFailure,
  type DestinationHealth,
} from '../../../core/destination-state';
import { diagnose, type Symptom } from '../../../core/diagnosis';
import type { PlatformFacts } from '../../../contract/destinations';
import type { DestinationCheck, PinnedAddress } from '../../../plugins/address';
import { redactor as processRedactor, type Redactor } from '../../redact';
import type { Output, OutputStatus } from '../../types';
import {
  type Connect,
  type ConnectionListener,
  type DestinationConnection,
  type EncodedProgram,
  explainFailure,
  failureOfCheck,
  type Target,
} from './connection';
import { connectByProtocol } from './protocols';

/** From the start of a try until the server takes the program (safety F17). */
const CONNECT_TIMEOUT_MS = 5_000;
/**
 * No byte through for so long is shown to the crew; for longer, the connection is closed (safety F19). A
 * server that takes 200 kbit/s acknowledges every 1.3 s.
 */
const STUCK_MS = 3_000;
const GIVE_UP_MS = 10_000;
/** A connection is slow when so much waits for it, and for some time after it had to leave something out. */
const SLOW_LAG_MS = 2_500;
const SLOW_MS = 6_000;
const CHECK_EVERY_MS = 250;

export interface SupervisorOptions {
  program: EncodedProgram;
  /** Called before each connection, because names change what they point to. */
  checkAddress: (url: string) => Promise<DestinationCheck>;
  /** At each change of state. */
  onStatus?: (status: OutputStatus) => void;
  ffmpegPath?: string;
  redactor?: Redactor;
  connect?: Connect;
  now?: () => number;
  random?: () => number;
}

/**
 * One destination: connects, watches what gets through, retries with back-off for as long as it is started,
 * and goes to the platform's other server after repeated failure.
 */
export class DestinationSupervisor implements Output {
  readonly id: string;
  readonly #target: Target;
  readonly #options: SupervisorOptions;
  readonly #redactor: Redactor;
  readonly #connect: Connect;
  readonly #now: () => number;
  #health: DestinationHealth;
  #connection: DestinationConnection | null = null;
  #retry: NodeJS.Timeout | undefined;
  #checks: NodeJS.Timeout | undefined;
  #forget: (() => void)[] = [];
  /** Raised at each try and at stop: what an older try still reports is ignored. */
  #attempt = 0;
  #attemptAtMs = 0;
  #doneBytes = 0;
  /** Where the present connection goes, or the last one went. */
  #server: DestinationServer = 'first';

  constructor(target: Target, options: SupervisorOptions) {
    this.id = target.id;
    this.#target = target;
    this.#options = options;
    this.#redactor = options.redactor ?? processRedactor;
    this.#connect = options.connect ?? connectByProtocol;
    this.#now = options.now ?? (() => performance.now());
    this.#health = destinationOff(this.#now());
  }

  start(): void {
    if (this.#health.state !== 'off') return;
    const { url, key, secrets = {} } = this.#target;
    this.#forget = [key, url, ...Object.values(secrets)].map((secret) => this.#redactor.add(secret));
    this.#become({ type: 'start' });
    this.#checks = setInterval(() => this.#check(), CHECK_EVERY_MS);
    void this.#try();
  }

  async stop(): Promise<void> {
    this.#attempt++;
    clearTimeout(this.#retry);
    clearInterval(this.#checks);
    const closing = this.#drop();
    this.#become({ type: 'stop' });
    await closing;
    this.#forget.splice(0).forEach((forget) => forget());
  }

  status(others: Symptom['others'] = 'none', platform: PlatformFacts | null = null): OutputStatus {
    const { state, sinceMs, retries, failure, liveSinceMs } = this.#health;
    const { plugin, backupUrl, server: wanted = 'first' } = this.#target;
    const explained = failure === null ? null : explainFailure(plugin, failure);
    const server = backupUrl ? this.#server : 'only';
    const liveMs = liveSinceMs === null ? 0 : this.#now() - liveSinceMs;
    const verdict = diagnose({ ...this.#health, server, wanted, liveMs, others, platform }, explained);
    return {
      state,
      sinceMs,
      retries,
      bytes: this.#doneBytes + (this.#connection?.bytes ?? 0),
      verdict: verdict?.text ?? null,
      side: verdict?.side ?? null,
      remedy: verdict?.remedy ?? null,
    };
  }

  health(): DestinationHealth {
    return this.#health;
  }

  async #try(): Promise<void> {
    const attempt = ++this.#attempt;
    this.#attemptAtMs = this.#now();
    const { key, secrets, options, backupUrl, server: wanted = 'first' } = this.#target;
    const { program, ffmpegPath, checkAddress } = this.#options;
    this.#server = triesOther(this.#health) ? (wanted === 'first' ? 'backup' : 'first') : wanted;
    const url = this.#server === 'backup' && backupUrl ? backupUrl : this.#target.url;
    if (this.#target.unreadable) {
      this.#lost('unreadable-key');
      return;
    }
    try {
      const check = await checkAddress(url);
      if (attempt !== this.#attempt) return;
      if (!check.ok) {
        this.#lost(failureOfCheck(check));
        return;
      }
      const address = rotated(check.value, this.#health.retries);
      const listener: ConnectionListener = {
        onLive: () => {
          if (attempt === this.#attempt) this.#become({ type: 'connected' });
        },
        onGone: (failure) => {
          if (attempt === this.#attempt) this.#lost(failure);
        },
      };
      this.#connection = this.#connect(
        {
          address,
          url,
          key,
          secrets,
          options,
          program,
          ffmpegPath,
          redactor: this.#redactor,
          now: this.#now,
        },
        listener,
      );
    } catch (error) {
      if (attempt === this.#attempt)
        this.#lost(error instanceof RangeError ? 'forbidden-address' : 'internal');
    }
  }

  #check(): void {
    const connection = this.#connection;
    if (!connection) return;
    const now = this.#now();
    const silentMs = connection.silentMs();
    if (!connection.accepted) {
      if (now - this.#attemptAtMs > CONNECT_TIMEOUT_MS) this.#lost(connection.overdue);
    } else if (silentMs > GIVE_UP_MS) this.#lost('stalled');
    else if (silentMs > STUCK_MS) this.#become({ type: 'stuck', failure: 'stalled' });
    else if (isSlow(connection, now)) this.#become({ type: 'stuck', failure: 'slow' });
    else this.#become({ type: 'moving' });
  }

  #lost(failure: DestinationFailure): void {
    this.#attempt++;
    void this.#drop();
    this.#become({ type: 'lost', failure });
    const delay = retryDelayMs(this.#health, (this.#options.random ?? Math.random)());
    this.#retry = setTimeout(() => {
      this.#become({ type: 'retry' });
      void this.#try();
    }, delay);
  }

  /** Resolves when the connection is closed. */
  #drop(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    this.#doneBytes += connection?.bytes ?? 0;
    return connection?.close() ?? Promise.resolve();
  }

  #become(event: DestinationEvent): void {
    const before = this.#health;
    this.#health = nextHealth(before, event, this.#now());
    if (this.#health !== before) this.#options.onStatus?.(this.status());
  }
}

function isSlow({ lagMs, droppedAtMs }: DestinationConnection, nowMs: number): boolean {
  return lagMs > SLOW_LAG_MS || (droppedAtMs !== null && nowMs - droppedAtMs < SLOW_MS);
}

/** Another one of a name's addresses first at each try: the one that was tried may be the broken one. */
function rotated(address: PinnedAddress, tries: number): PinnedAddress {
  const first = tries % Math.max(1, address.ips.length);
  return { ...address, ips: [...address.ips.slice(first), ...address.ips.slice(0, first)] };
}
