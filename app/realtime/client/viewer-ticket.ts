import type { TicketAnswer, TicketRequest } from '../../../contract/messages';
import { api } from '../../api/client';

const TICKET_MS = 4_000;
/** Renewed when so much of its life is over, so that nobody who gets one is refused a moment later. */
const USED_UP = 0.9;

type Ask = (request: TicketRequest) => Promise<TicketAnswer>;

/**
 * Who this page is to the server as a viewer: one signed ticket for its socket, its chat and its heartbeat,
 * renewed before it ends and then still the same viewer's. In memory only, so that it works where a page
 * may store nothing.
 */
export class ViewerTicket {
  #ticket: string | null = null;
  #goodUntilMs = 0;
  #asking: Promise<string> | null = null;

  constructor(
    private readonly slug: string,
    private readonly ask: Ask,
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws PostError when the server gives none */
  get(): Promise<string> {
    if (this.#ticket !== null && this.now() < this.#goodUntilMs) return Promise.resolve(this.#ticket);
    this.#asking ??= this.#renew().finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** The present ticket without waiting, for a beacon; null before the first one. */
  peek(): string | null {
    return this.#ticket;
  }

  /**
   * The server did not take it: the next one is requested, and is still the same viewer's if the server can
   * tell.
   */
  refused(): void {
    this.#goodUntilMs = 0;
  }

  async #renew(): Promise<string> {
    const asked = this.now();
    const renews = this.#ticket ?? undefined;
    const answer = await this.ask({ audience: 'public', slug: this.slug, renews });
    this.#ticket = answer.ticket;
    this.#goodUntilMs = asked + answer.expiresInS * 1000 * USED_UP;
    return answer.ticket;
  }
}

const tickets = new Map<string, ViewerTicket>();

/** The one ticket of this page for an event. */
export function viewerTicket(slug: string): ViewerTicket {
  const known = tickets.get(slug);
  if (known) return known;
  const made = new ViewerTicket(slug, (request) =>
    api('POST /api/realtime/ticket', { body: request, timeoutMs: TICKET_MS }),
  );
  tickets.set(slug, made);
  return made;
}
