import { ORIGIN, viewerTicket } from '../web/test-realtime';

/**
 * An embedded player's heartbeats without the player. Each goes to the process that the caller names, as an
 * edge would spread them.
 */
export class TestEmbed {
  readonly #ticket: string;

  constructor(
    eventId: string,
    private readonly slug: string,
    private readonly options: { ticket?: string; ip?: string } = {},
  ) {
    this.#ticket = options.ticket ?? viewerTicket(eventId);
  }

  async beat(url: string): Promise<{ status: number; viewers: number }> {
    const answer = await this.#post(`${url}/api/presence/${this.slug}`, {
      Authorization: `Bearer ${this.#ticket}`,
    });
    const body: unknown = await answer.json();
    const viewers =
      typeof body === 'object' && body !== null && 'viewers' in body ? Number(body.viewers) : -1;
    return { status: answer.status, viewers };
  }

  /** As `navigator.sendBeacon(url, ticket)` does it. */
  async leave(url: string): Promise<number> {
    const headers = { 'Content-Type': 'text/plain;charset=UTF-8' };
    const answer = await this.#post(`${url}/api/presence/${this.slug}/leave`, headers, this.#ticket);
    return answer.status;
  }

  #post(url: string, headers: Record<string, string>, body?: string): Promise<Response> {
    const all = new Headers({ Origin: ORIGIN, ...headers });
    if (this.options.ip) all.set('X-Forwarded-For', this.options.ip);
    return fetch(url, { method: 'POST', headers: all, body });
  }
}
