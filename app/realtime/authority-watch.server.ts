import type { Logger } from 'pino';
import type { Sql } from '../../db/connect';
import { stillAllowed } from './authority.server';
import type { ClientSocket } from './gateway.server';
import { withTimeout } from './within';

/** A right that ends closes its sockets within two seconds (T24). */
const EVERY_MS = 1_500;
const LIMIT_MS = 2_000;

/** Ends the sockets of those whose rights have ended. While the database does not answer nobody is judged. */
export function watchAuthority(sockets: () => Iterable<ClientSocket>, sql: () => Sql, log: Logger) {
  let asking = false;
  async function look(): Promise<void> {
    const crew = [...sockets()].filter((socket) => socket.data.pass?.audience === 'crew');
    if (crew.length === 0) return;
    const passes = crew.map((socket) => socket.data.pass);
    const allowed = await withTimeout(LIMIT_MS, stillAllowed(sql(), passes), 'asking for rights');
    for (const socket of crew) {
      if (allowed(socket.data.pass)) continue;
      log.info({ eventId: socket.data.pass.eventId }, 'a right ended, and so does its socket');
      socket.disconnect(true);
    }
  }
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    look()
      .catch((error: unknown) => log.debug({ err: error }, 'rights could not be asked for'))
      .finally(() => {
        asking = false;
      });
  }, EVERY_MS);
  return { close: () => clearInterval(timer) };
}
