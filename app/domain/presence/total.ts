import { purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import type { Services } from '../../services';

/** A web process refreshes its row every 5 s; two missed ones mean that it is gone, and its viewers with it. */
const FRESH_S = 10;

/** Viewers of each event over all web processes; `except` leaves out one whose own number is known better. */
export async function totalViewers(
  tx: Tx,
  eventIds: readonly string[],
  except: string = '',
): Promise<Map<string, number>> {
  const rows = await tx<{ event_id: string; total: number }[]>`
    select event_id, sum(viewers)::int as total from presence
    where event_id = any(${[...eventIds]}::uuid[]) and process_id <> ${except}
      and updated_at > now() - make_interval(secs => ${FRESH_S})
    group by event_id`;
  return new Map(rows.map((row) => [row.event_id, row.total]));
}

/** How many watch one event now, for whoever asks outside a socket. */
export async function presenceTotal(services: Pick<Services, 'sql'>, eventId: string): Promise<number> {
  const totals = await withClaims(services.sql, purpose('presence'), (tx) => totalViewers(tx, [eventId]));
  return totals.get(eventId) ?? 0;
}
