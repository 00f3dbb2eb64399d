import type { Audience } from '../../../contract/vocabulary';
import type { Snapshot, TicketRequest } from '../../../contract/messages';
import { EventConnection } from './event-connection';

/** React mounts twice in strict mode, and pages change: a connection outlives its last user by this much. */
const LINGER_MS = 1_000;

interface Shared<A extends Audience> {
  connection: EventConnection<A>;
  users: number;
  linger: ReturnType<typeof setTimeout> | undefined;
}

const shared: { [A in Audience]: Map<string, Shared<A>> } = {
  crew: new Map(),
  public: new Map(),
  camera: new Map(),
};

/**
 * The one connection of this page to an event for an audience; made at the first question, opened by `use`.
 */
export function connectionFor<A extends Audience>(
  audience: A,
  slug: string,
  initial: Snapshot<A> | null,
): EventConnection<A> {
  const known = shared[audience].get(slug);
  if (known) return known.connection;
  const connection = new EventConnection<A>(request(audience, slug), initial);
  // On the server a page is rendered once for one visitor, and nothing is stored.
  if (typeof window !== 'undefined') {
    shared[audience].set(slug, { connection, users: 0, linger: undefined });
  }
  return connection;
}

/** Keeps the connection open until the returned function is called. */
export function retain<A extends Audience>(audience: A, slug: string): () => void {
  const entry = shared[audience].get(slug);
  if (!entry) return () => undefined;
  clearTimeout(entry.linger);
  entry.users += 1;
  entry.connection.open();
  return () => {
    entry.users -= 1;
    if (entry.users > 0) return;
    entry.linger = setTimeout(() => {
      entry.connection.close();
      shared[audience].delete(slug);
    }, LINGER_MS);
  };
}

function request<A extends Audience>(audience: A, slug: string): TicketRequest & { audience: A } {
  const requests: { [B in Audience]: TicketRequest & { audience: B } } = {
    crew: { audience: 'crew', slug },
    public: { audience: 'public', slug },
    camera: { audience: 'camera' },
  };
  return requests[audience];
}
