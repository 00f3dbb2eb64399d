import postgres from 'postgres';
import { driverAddress } from '../core/database-address';
import { driverTls } from './database-tls';
import { CHANNEL, parseRing, type Ring } from './doorbell';

export interface ListenOptions {
  onRing: (ring: Ring) => void;
  /** Handlers for the payloads of further channels. They lose messages as the doorbell does. */
  also?: Record<string, (payload: string) => void>;
  /**
   * After the first LISTEN and after each reconnect: NOTIFYs may have been missed, so re-read everything
   * watched.
   */
  onListening: () => void;
  /** False once nothing came back for `silenceMs`; true when it does again. */
  onHealth?: (ok: boolean) => void;
  heartbeatMs?: number;
  silenceMs?: number;
}

export interface Listener {
  healthy(): boolean;
  close(): Promise<void>;
}

/**
 * One dedicated LISTEN connection with a heartbeat through the database: each second it notifies itself on a
 * channel of its own, and is replaced after three seconds of silence, because TCP takes minutes to notice an
 * open but dead connection (90 s measured). Missed messages are not replayed: see `onListening`.
 */
export function listen(url: string, options: ListenOptions): Listener {
  const heartbeatMs = options.heartbeatMs ?? 1000;
  const silenceMs = options.silenceMs ?? 3000;
  const own = `touchline_hb_${Math.random().toString(36).slice(2)}`;
  let closed = false;
  let ok = false;
  let heardAt = performance.now();
  let sql = open();

  function setHealth(next: boolean): void {
    if (next === ok) return;
    ok = next;
    options.onHealth?.(ok);
  }

  function heard(): void {
    heardAt = performance.now();
    setHealth(true);
  }

  function open(): postgres.Sql {
    const where = driverAddress(url);
    const settings = {
      max: 1,
      connect_timeout: 3,
      backoff: () => 0.25,
      // See arrayTypes of connect.ts; only payloads come over this connection.
      fetch_types: false,
      onnotice: () => undefined,
      connection: { application_name: 'touchline-listen' },
    };
    const connection = postgres(
      where.url,
      Object.assign(settings, where.options, { ssl: driverTls(where.tls) }),
    );
    const onlisten = () => {
      heard();
      options.onListening();
    };
    const onnotify = (payload: string) => {
      heard();
      const ring = parseRing(payload);
      if (ring) options.onRing(ring);
    };
    for (const [channel, onpayload] of Object.entries(options.also ?? {})) {
      const onother = (payload: string) => {
        heard();
        onpayload(payload);
      };
      connection.listen(channel, onother).catch(() => undefined);
    }
    connection.listen(CHANNEL, onnotify, onlisten).catch(() => undefined);
    connection.listen(own, heard).catch(() => undefined);
    return connection;
  }

  const timer = setInterval(() => {
    if (performance.now() - heardAt > silenceMs) {
      setHealth(false);
      heardAt = performance.now();
      sql.end({ timeout: 0 }).catch(() => undefined);
      sql = open();
    }
    sql.notify(own, '').catch(() => undefined);
  }, heartbeatMs);

  return {
    healthy: () => ok && !closed,
    async close() {
      closed = true;
      clearInterval(timer);
      await sql.end({ timeout: 1 }).catch(() => undefined);
    },
  };
}
