import { withClaims } from '../../db/claims';
import type { Sql } from '../../db/connect';
import { isSurelyDead, type Holder } from './holder';
import { RivalWatch } from './rival';

/** A lease in hand. Every write for the event carries `fence`; a write with an older one changes nothing. */
export interface Lease {
  eventId: string;
  fence: number;
}

interface LeaseRow {
  worker: string;
  host: string;
  pid: number;
  counter: number;
  fence: number;
  status: string;
}

/**
 * Takes, renews and gives back the leases of one worker. Rejects when the database does not answer; the
 * caller goes on.
 */
export class Leases {
  private readonly rivals = new RivalWatch();

  constructor(
    private readonly sql: Sql,
    private readonly self: Holder,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * The lease of this event, or null while somebody else holds it. Call about once a second while it is
   * wanted.
   */
  async take(eventId: string): Promise<Lease | null> {
    const { worker, host, pid } = this.self;
    return withClaims(this.sql, { kind: 'engine' }, async (tx) => {
      const [fresh] = await tx<{ fence: number }[]>`
        insert into engine_leases (event_id, worker, host, pid) values (${eventId}, ${worker}, ${host}, ${pid})
        on conflict (event_id) do nothing returning fence`;
      if (fresh) return { eventId, fence: fresh.fence };
      const [row] = await tx<LeaseRow[]>`
        select worker, host, pid, counter, fence, status from engine_leases where event_id = ${eventId} for update`;
      if (!row || !this.mayTake(eventId, row)) return null;
      const [taken] = await tx<{ fence: number }[]>`
        update engine_leases
        set worker = ${worker}, host = ${host}, pid = ${pid}, fence = fence + 1, counter = counter + 1,
            status = 'starting', stats = '{}', renewed_at = now()
        where event_id = ${eventId} and fence = ${row.fence} returning fence`;
      this.rivals.forget(eventId);
      return taken ? { eventId, fence: taken.fence } : null;
    });
  }

  private mayTake(eventId: string, row: LeaseRow): boolean {
    if (row.worker === this.self.worker || row.status === 'stopped' || isSurelyDead(row, this.self))
      return true;
    return this.rivals.see(eventId, row, this.now());
  }

  /** Raises the counter and leaves the figures for the desk. False: the lease is somebody else's now. */
  async renew(lease: Lease, status: 'starting' | 'running', stats: object): Promise<boolean> {
    const rows = await withClaims(
      this.sql,
      { kind: 'engine' },
      (tx) => tx`
        update engine_leases
        set counter = counter + 1, status = ${status}, stats = ${tx.json({ ...stats })}, renewed_at = now()
        where event_id = ${lease.eventId} and fence = ${lease.fence} and worker = ${this.self.worker} returning fence`,
    );
    return rows.length === 1;
  }

  /** Gives the lease back, so that the next holder need not wait. */
  async release(lease: Lease): Promise<void> {
    await withClaims(
      this.sql,
      { kind: 'engine' },
      (tx) => tx`
        update engine_leases set status = 'stopped', stats = '{}'
        where event_id = ${lease.eventId} and fence = ${lease.fence} and worker = ${this.self.worker}`,
    );
  }
}
