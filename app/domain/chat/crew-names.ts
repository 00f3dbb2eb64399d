import { purpose, withClaims } from '../../../db/claims';
import type { Sql } from '../../../db/connect';
import { crewLinkLabels } from '../../../db/queries/crew';
import { memberNames } from '../../../db/queries/accounts';

/**
 * Somebody who joins the crew is protected half a minute later; a chat asks for these names with every
 * message.
 */
const FRESH_MS = 30_000;
const MAX_EVENTS = 500;

/** Names under which crew of an event speak: its team's people, and the labels of its crew links. */
export class CrewNames {
  readonly #known = new Map<string, { at: number; names: Promise<string[]> }>();

  constructor(private readonly sql: Sql) {}

  of(event: { id: string; teamId: string }): Promise<string[]> {
    const known = this.#known.get(event.id);
    if (known && Date.now() - known.at < FRESH_MS) return known.names;
    const names = this.#read(event);
    this.#known.delete(event.id);
    this.#known.set(event.id, { at: Date.now(), names });
    names.catch(() => this.#known.delete(event.id));
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_EVENTS && oldest) this.#known.delete(oldest);
    return names;
  }

  async #read({ id, teamId }: { id: string; teamId: string }): Promise<string[]> {
    const people = await withClaims(this.sql, purpose('session'), (tx) => memberNames(tx, teamId));
    const links = await withClaims(this.sql, purpose('crew_link'), (tx) => crewLinkLabels(tx, id));
    return [...people, ...links];
  }
}
