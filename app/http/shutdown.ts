import type { Server } from 'node:http';
import type { Logger } from 'pino';

/** F2 promises an exit within 15 s of SIGTERM, whatever hangs. */
const EXIT_MS = 14_000;

type Close = (draining: boolean) => Promise<unknown> | unknown;

/**
 * The end of a process: what was opened is closed in reverse, each part by its name, and the process ends at
 * the latest after EXIT_MS. Draining means that requests and clients get time; without it everything is cut
 * off at once.
 */
export class Shutdown {
  readonly #log: Logger;
  readonly #closers: { name: string; close: Close }[] = [];
  #begun = false;

  constructor(log: Logger) {
    this.#log = log;
    // A supervisor that died must not leave a server behind that holds its port.
    process.on('disconnect', () => this.begin('the supervisor is gone', false));
    process.on('SIGTERM', () => this.begin('SIGTERM', true));
    // Ctrl-C reaches the whole group; under a supervisor the order to leave comes from it.
    process.on('SIGINT', () => {
      if (process.env.TOUCHLINE_SUPERVISED !== '1') this.begin('SIGINT', false);
    });
    process.on('unhandledRejection', (error) => this.crash(error));
    process.on('uncaughtException', (error) => this.crash(error));
  }

  get begun(): boolean {
    return this.#begun;
  }

  /** Called when the process leaves; last in, first out. */
  onLeave(name: string, close: Close): void {
    this.#closers.push({ name, close });
  }

  begin(reason: string, draining: boolean): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#log.info({ reason }, 'leaving');
    setTimeout(() => process.exit(0), EXIT_MS).unref();
    void this.#closeAll(draining).then(() => process.exit(0));
  }

  /** A fault nobody foresaw: the state of this process is unknown, so another one takes over (F1). */
  crash(error: unknown): void {
    this.#log.fatal({ err: error }, 'crashed');
    process.exit(1);
  }

  async #closeAll(draining: boolean): Promise<void> {
    for (const { name, close } of this.#closers.reverse()) {
      try {
        await close(draining);
      } catch (error) {
        this.#log.warn({ err: error, part: name }, 'a part did not close cleanly');
      }
    }
  }
}

/**
 * From now on every answer says that its connection ends with it. Who asks again, an edge or a proxy, takes
 * another process, and no request is lost in a connection that is closed while it arrives.
 */
export function announceEnd(server: Server): void {
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false;
  });
}

/**
 * So long those who have a connection are left to end it, at the next answer: one that is ended here may have
 * a request in it that is not read yet.
 */
const LET_END_MS = 2_000;

/** Takes no new connection and resolves when the last request has its answer, or after `withinMs`. */
export async function finishRequests(server: Server, withinMs: number): Promise<void> {
  const letEnd = performance.now() + Math.min(LET_END_MS, withinMs);
  while (performance.now() < letEnd && (await openConnections(server)) > 0) {
    await new Promise((wake) => setTimeout(wake, 50));
  }
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline && (await openConnections(server)) > 0) {
    await new Promise((wake) => setTimeout(wake, 50));
  }
  clearInterval(idle);
  server.closeAllConnections();
}

function openConnections(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)));
}
