import { connect, type Sql } from './connect';

/**
 * Advisory locks on ids, held by a connection of their own: the holder is the only process that does a thing,
 * and when it dies the lock is free at once, because Postgres sees its connection end. A broken connection
 * loses its locks too, so the locks are taken again at each call and never assumed.
 */
export class HeldLocks {
  readonly #sql: Sql;

  constructor(url: string, name: string) {
    this.#sql = connect(url, { max: 1, name, endWhenGone: true });
  }

  /**
   * Takes the free ones of `ids` and releases the others.
   * @returns the ids that this process holds now
   */
  async hold(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.#sql<{ id: string }[]>`
      with held as materialized (
        select (classid::bigint << 32) | objid::bigint as key from pg_locks
        where locktype = 'advisory' and pid = pg_backend_pid() and objsubid = 1 and granted
      ),
      wanted as materialized (
        select id, ('x' || left(replace(id::text, '-', ''), 16))::bit(64)::bigint as key
        from unnest(${[...ids]}::uuid[]) as id
      ),
      freed as materialized (
        select count(pg_advisory_unlock(key)) from held where key not in (select key from wanted)
      )
      select id from wanted, freed
      where case when key in (select key from held) then true else pg_try_advisory_lock(key) end`;
    return new Set(rows.map(({ id }) => id));
  }

  /** Releases every lock. */
  async close(): Promise<void> {
    await this.#sql.end({ timeout: 1 }).catch(() => undefined);
  }
}
