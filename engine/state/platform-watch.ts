import type { PlatformFacts } from '../../contract/destinations';
import { findDestination } from '../../plugins/destinations';
import { type PlatformApi, PlatformError, type PlatformQuestion } from '../../plugins/contract';
import { createPlatformApi, type PlatformApiOptions } from '../../plugins/platform-api';
import { redactor } from '../redact';
import type { DesiredDestination } from '../types';
import type { EngineStore } from './engine-store';

/** A show of two hours polls 240 times: YouTube allows 10,000 requests a day. */
const EVERY_MS = 30_000;
/** Three missing answers: the last one no longer holds. */
const STALE_MS = 3 * EVERY_MS;

interface Asked {
  /** Of what was entered: other values are another account. */
  key: string;
  api: PlatformApi;
  nextMs: number;
  asking: boolean;
  /** The last answer, and when it came. */
  answer: { facts: PlatformFacts; atMs: number } | null;
}

export interface PlatformWatchOptions {
  store: Pick<EngineStore, 'platform'>;
  /** Tests put servers of their own in the place of the platforms. */
  createApi?: (options: PlatformApiOptions) => PlatformApi;
  now?: () => number;
}

/**
 * Polls how the platforms receive the stream and how many watch, where the crew has entered the keys for it.
 */
export class PlatformWatch {
  readonly #options: PlatformWatchOptions;
  readonly #asked = new Map<string, Asked>();
  readonly #now: () => number;

  constructor(options: PlatformWatchOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Call about once a second. Never waits and never throws: a platform that hangs delays nothing. */
  look(destinations: readonly DesiredDestination[], live: boolean): void {
    for (const destination of live ? destinations : []) {
      const { id, enabled, plugin, settings = {}, secrets = {} } = destination;
      const platform = findDestination(plugin)?.platform;
      const question = { settings, secrets };
      if (!enabled || !platform?.canAsk(question)) continue;
      const asked = this.#of(destination, platform.hosts);
      if (asked.asking || asked.nextMs > this.#now()) continue;
      asked.asking = true;
      void this.#ask(id, asked, (api) => platform.read(api, question), question).finally(() => {
        asked.asking = false;
        asked.nextMs = this.#now() + EVERY_MS;
      });
    }
  }

  /**
   * The platform's last answer about a destination, for the account that is entered now; null where there is
   * none.
   */
  facts(id: string): PlatformFacts | null {
    const answer = this.#asked.get(id)?.answer;
    return answer && this.#now() - answer.atMs < STALE_MS ? answer.facts : null;
  }

  #of({ id, plugin, label, settings, secrets }: DesiredDestination, hosts: string[]): Asked {
    const key = JSON.stringify([plugin, settings, secrets]);
    const known = this.#asked.get(id);
    if (known?.key === key) return known;
    const name = findDestination(plugin)?.label ?? label;
    const api = (this.#options.createApi ?? createPlatformApi)({ label: name, hosts });
    const asked = { key, api, nextMs: 0, asking: false, answer: null };
    this.#asked.set(id, asked);
    return asked;
  }

  async #ask(
    id: string,
    asked: Asked,
    read: (api: PlatformApi) => Promise<Omit<PlatformFacts, 'at'>>,
    { secrets }: PlatformQuestion,
  ): Promise<void> {
    const forget = Object.values(secrets).map((secret) => redactor.add(secret));
    const nothing = { health: null, viewers: null };
    const answer = await read(asked.api).catch((error: unknown) => ({
      ...nothing,
      message:
        error instanceof PlatformError ? error.message : 'The platform gave an answer that cannot be read.',
    }));
    forget.forEach((done) => done());
    const facts = { ...answer, at: new Date().toISOString() };
    asked.answer = { facts, atMs: this.#now() };
    // A database that is away costs this answer; the next one comes in half a minute.
    await this.#options.store.platform(id, facts).catch(() => undefined);
  }
}
