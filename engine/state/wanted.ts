import { withClaims } from '../../db/claims';
import type { Sql } from '../../db/connect';

export interface WantedEvent {
  id: string;
  seq: number;
  status: 'ready' | 'live';
}

/**
 * Events whose engine should run: matches that are live, and ready ones as soon as a camera or a director is
 * there (design §2); of shows, whose viewers see the host without it, those that are live and have somewhere
 * else to go. A camera is there for a minute after its last token or picture, crew for ten seconds after
 * their process last counted them.
 */
export async function wantedEvents(sql: Sql): Promise<WantedEvent[]> {
  return withClaims(
    sql,
    { kind: 'engine' },
    (tx) => tx<WantedEvent[]>`
      select e.id, e.seq, e.status from events e
      where (e.kind = 'show' and e.status = 'live'
             and exists (select from destinations d where d.event_id = e.id and d.enabled))
        or (e.kind = 'match' and (e.status = 'live'
        or (e.status = 'ready' and (
          exists (select from cameras c where c.event_id = e.id and c.state = 'admitted'
                  and c.seen_at > now() - interval '60 seconds')
          or exists (select from presence p where p.event_id = e.id and p.crew > 0
                     and p.updated_at > now() - interval '10 seconds')))))
      order by e.status = 'live' desc, e.created_at`,
  );
}
