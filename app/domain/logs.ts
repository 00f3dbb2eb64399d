import { type Claims, withClaims } from '../../db/claims';
import { readEventLog, readSwitches } from '../../db/queries/logs';
import type { Services } from '../services';
import { eventIn } from './access';

export interface PageRequest {
  /** `next` of the page before. */
  before?: number | undefined;
  limit?: number | undefined;
}

export interface Page<T> {
  rows: T[];
  /** For the next, older page; null at the end. */
  next: string | null;
}

const DEFAULT_LIMIT = 50;

/** The log of an event, newest first. For its crew. */
export async function eventLog(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
  request: PageRequest,
) {
  const limit = request.limit ?? DEFAULT_LIMIT;
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    const rows = await readEventLog(tx, event.id, { before: request.before ?? null, limit: limit + 1 });
    return page(rows, limit, ({ id, at, ...row }) => ({ id: String(id), at: at.toISOString(), ...row }));
  });
}

/** Every change of the program, newest first. For its crew. */
export async function switchLog(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
  request: PageRequest,
) {
  const limit = request.limit ?? DEFAULT_LIMIT;
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    const rows = await readSwitches(tx, event.id, { before: request.before ?? null, limit: limit + 1 });
    return page(rows, limit, ({ id: _, at, ...row }) => ({ ...row, at: at.toISOString() }));
  });
}

/** One row more than requested was read, to know whether there are older ones. */
function page<R extends { id: number }, T>(rows: R[], limit: number, serialize: (row: R) => T): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map(serialize), next: rows.length > limit && last ? String(last.id) : null };
}
