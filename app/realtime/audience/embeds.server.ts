import { AppError } from '../../../core/errors';
import type { StateFeed } from '../state-feed.server';
import type { HeartbeatAnswer } from '../../../contract/messages';
import { checkViewerTicket, type TicketKey } from '../tickets.server';
import type { Audience } from './audience.server';

export interface EmbedsOptions {
  viewerKey: TicketKey;
  bridge: StateFeed;
  audience: Pick<Audience, 'heard' | 'left' | 'has'>;
}

/** Looks so often whether an event still has embeds here. */
const RELEASE_EVERY_MS = 5_000;

/**
 * Heartbeats of embedded players, which have no socket. A heartbeat is checked and kept in memory: it costs
 * no SQL, except for the first one of an event. While an event has any here, its state is held in memory too.
 */
export class Embeds {
  readonly #options: EmbedsOptions;
  readonly #held = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: EmbedsOptions) {
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
    return { viewers: this.#options.audience.heard(pass.eventId, pass.viewer, ip) };
  }

  /**
   * The player's page goes away. What it was is no longer of interest, so an event that is not here is no
   * fault.
   */
  left(ticket: string): void {
    const pass = this.#check(ticket);
    this.#options.audience.left(pass.eventId, pass.viewer);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Lets go of events of which no viewer is here any more. */
  #release(): void {
    for (const eventId of this.#held) {
      if (this.#options.audience.has(eventId)) continue;
      this.#held.delete(eventId);
      this.#options.bridge.release(eventId);
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
    const watched = await this.#options.bridge.watch(eventId).catch((cause: unknown) => {
      throw new AppError('unavailable', 'The database does not answer. Try again in a moment.', {
        cause,
        retryAfterS: 2,
      });
    });
    if (!watched) throw new AppError('not_found', 'There is no such event.');
    // Of two first heartbeats at the same moment, one holds.
    if (this.#held.has(eventId)) this.#options.bridge.release(eventId);
    this.#held.add(eventId);
  }

  #mustBe(slug: string, eventId: string): void {
    const event = this.#options.bridge.get(eventId)?.state.event;
    if (event && event.status !== 'draft') {
      if (event.slug.toLowerCase() === slug.toLowerCase()) return;
      throw new AppError('forbidden', 'This ticket is for another event.');
    }
    throw new AppError('not_found', 'There is no such event.');
  }
}
