import { connect, type Sql } from '../../db/connect';

/**
 * A small pool that can be thrown away and opened again: connections that are open but dead (a pulled cable,
 * a stuck proxy) are not noticed by TCP for minutes, and every query on them would hang.
 */
export class ReplaceablePool {
  readonly #url: string;
  readonly #max: number;
  #sql: Sql;

  constructor(url: string, max: number) {
    this.#url = url;
    this.#max = max;
    this.#sql = this.#open();
  }

  get sql(): Sql {
    return this.#sql;
  }

  replace(): void {
    const old = this.#sql;
    this.#sql = this.#open();
    old.end({ timeout: 0 }).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 1 }).catch(() => undefined);
  }

  #open(): Sql {
    return connect(this.#url, { max: this.#max, name: 'touchline-realtime' });
  }
}
