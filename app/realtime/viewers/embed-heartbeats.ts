import type { SigningKeys } from '../../../core/signed-token';
import { AppError } from '../../../core/errors';
import type { StateFeed } from '../state-feed';
import type { HeartbeatAnswer } from '../../../contract/messages';
import { checkViewerTicket } from '../tickets';
import type { ViewerCounts } from './viewer-counts';

export interface EmbedHeartbeatsOptions {
  viewerKey: SigningKeys;
  state: StateFeed;
  viewers: Pick<ViewerCounts, 'heard' | 'left' | 'has'>;
}

/** Looks so often whether an event still has embeds here. */
const RELEASE_EVERY_MS = 5_000;

/**
 * Heartbeats of embedded players, which have no socket. A heartbeat is checked and held in memory: it costs
 * no SQL, except for the first one of an event. While an event has any here, its state is held in memory too.
 */
export class EmbedHeartbeats {
  readonly #options: EmbedHeartbeatsOptions;
  readonly #held = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: EmbedHeartbeatsOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#release(), RELEASE_EVERY_MS);
  }

  /**
   * @returns the number of viewers as far as it is known, the asker among them
   * @throws AppError unauthenticated, forbidden where the ticket is another event's, not_found, unavailable
   */
  async heard(slug: string, ticket: string, ip: string): Promise<HeartbeatAnswer> {
    const pass = this.#check(ticket);
    await this.#hold(pass.eventId);
    this.#mustBe(slug, pass.eventId);
    return { viewers: this.#options.viewers.heard(pass.eventId, pass.viewer, ip) };
  }

  /**
   * The player's page goes away. An event that is not in memory here is not an error.
   */
  left(ticket: string): void {
    const pass = this.#check(ticket);
    this.#options.viewers.left(pass.eventId, pass.viewer);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Lets go of events of which no viewer is here any more. */
  #release(): void {
    for (const eventId of this.#held) {
      if (this.#options.viewers.has(eventId)) continue;
      this.#held.delete(eventId);
      this.#options.state.release(eventId);
    }
  }

  #check(ticket: string): { eventId: string; viewer: string } {
    const pass = checkViewerTicket(this.#options.viewerKey, ticket);
    if (pass?.audience !== 'public') {
      throw new AppError('unauthenticated', 'This ticket is not good any more. Ask for a new one.');
    }
    return pass;
  }

  async #hold(eventId: string): Promise<void> {
    if (this.#held.has(eventId)) return;
    const cache = await this.#options.state.watch(eventId).catch((cause: unknown) => {
      throw new AppError('unavailable', 'The database does not answer. Try again in a moment.', {
        cause,
        retryAfterS: 2,
      });
    });
    if (!cache) throw new AppError('not_found', 'There is no such event.');
    // Of two first heartbeats at the same moment, one holds.
    if (this.#held.has(eventId)) this.#options.state.release(eventId);
    this.#held.add(eventId);
  }

  #mustBe(slug: string, eventId: string): void {
    const event = this.#options.state.get(eventId)?.state.event;
    if (event && event.status !== 'draft') {
      if (event.slug.toLowerCase() === slug.toLowerCase()) return;
      throw new AppError('forbidden', 'This ticket is for another event.');
    }
    throw new AppError('not_found', 'There is no such event.');
  }
}
