import type { EnginePackets, LevelTriple } from '../../contract/packets';
import { withTimeout } from '../../core/time/with-timeout';
import type { Levels } from '../audio/level-meter';
import type { Loudness } from '../audio/loudness';
import type { SoundLevels } from '../mixer/sound-mixer';

/** As often as a meter has to move to look like sound. */
const METERS_A_SECOND = 15;
/** In meters: once a second. */
const LOUDNESS_EVERY = METERS_A_SECOND;
/** In packets of loudness. */
const LINE_EVERY = 5;
/** Directors are hidden participants, so only the server says who is there. */
const LISTENERS_EVERY_MS = 2_000;
const LIMIT_MS = 2_000;

export interface MeterFeedOptions {
  from: {
    takeLevels(): SoundLevels;
    loudness(): Loudness & { line: readonly (number | null)[] };
    send(topic: string, data: Uint8Array, to: string[]): Promise<void>;
  };
  /** Identities that get the packets. */
  listeners: () => Promise<string[]>;
}

/**
 * Sends levels and loudness of the program's sound to the directors' pages, over LiveKit and so past the
 * database: meters move 15 times a second. Nothing is sent while nobody is there, or while the packet before
 * is still on its way.
 */
export class MeterFeed {
  readonly #options: MeterFeedOptions;
  #timer: NodeJS.Timeout | null = null;
  #lister: NodeJS.Timeout | null = null;
  #listeners: string[] = [];
  #ticks = 0;
  #lines = 0;
  #isSending = false;
  #isListing = false;

  constructor(options: MeterFeedOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#tick(), 1000 / METERS_A_SECOND);
    this.#lister ??= setInterval(() => void this.#list(), LISTENERS_EVERY_MS);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    if (this.#lister) clearInterval(this.#lister);
    this.#timer = this.#lister = null;
    this.#listeners = [];
  }

  async #list(): Promise<void> {
    if (this.#isListing) return;
    this.#isListing = true;
    try {
      const found = await withTimeout(LIMIT_MS, this.#options.listeners(), 'listing directors');
      // Who is new gets the line at once.
      if (found.some((identity) => !this.#listeners.includes(identity))) this.#lines = 0;
      this.#listeners = this.#lister ? found : [];
    } catch {
      // Whoever was there stays; the next round asks again.
    } finally {
      this.#isListing = false;
    }
  }

  async #tick(): Promise<void> {
    // Taken also when it is not sent, so that a meter never shows what is long over.
    const levels = this.#options.from.takeLevels();
    if (this.#listeners.length === 0 || this.#isSending) return;
    this.#isSending = true;
    try {
      await this.#send('meters', metersOf(levels));
      if (this.#ticks++ % LOUDNESS_EVERY === 0) await this.#send('loudness', this.#loudness());
    } catch {
      // The room is being joined again; meters are last values.
    } finally {
      this.#isSending = false;
    }
  }

  #send<T extends keyof EnginePackets>(topic: T, packet: EnginePackets[T]): Promise<void> {
    const data = new TextEncoder().encode(JSON.stringify(packet));
    return withTimeout(LIMIT_MS, this.#options.from.send(topic, data, this.#listeners), 'sending meters');
  }

  #loudness(): EnginePackets['loudness'] {
    const { line, ...now } = this.#options.from.loudness();
    const { momentary, shortTerm, integrated, range } = now;
    return {
      momentary: tenths(momentary),
      shortTerm: tenths(shortTerm),
      integrated: tenths(integrated),
      range: tenths(range),
      ...(this.#lines++ % LINE_EVERY === 0 && { line: line.map(tenths) }),
    };
  }
}

function metersOf({ master, sources }: SoundLevels): EnginePackets['meters'] {
  return {
    master: tripleOf(master),
    reductionDb: tenths(master.reductionDb) ?? 0,
    sources: Object.fromEntries(Object.entries(sources).map(([id, levels]) => [id, tripleOf(levels)])),
  };
}

const tripleOf = ({ peakDb, rmsDb, clipped }: Levels): LevelTriple => [peakDb, rmsDb, clipped ? 1 : 0];

const tenths = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);
