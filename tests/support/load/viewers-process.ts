import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { CONNECT_MS } from '../../../app/realtime/client/socket-factory';
import { backoffMs } from '../../../core/time/backoff';
import { AUDIENCE } from '../../../app/realtime/client/reconnecting';
import { openWire } from '../../../bench/audience/wire';

/**
 * A crowd of viewers in a process of its own: each holds one socket by its ticket, and when it is lost
 * reconnects as the pages do, after the same random waits. Reports when all are connected for the first time,
 * and then when each had its state again. Ends with its parent.
 */
const Order = z.object({ port: z.number(), origin: z.string(), tickets: z.array(z.string()) });
export type CrowdOrder = z.infer<typeof Order>;
export type CrowdNews =
  | { in: number }
  /**
   * When each that is back had its snapshot, and when the first lost its socket: on the clock of Date.now(),
   * ms.
   */
  | { lostAt: number; back: number[] };

/** So many come in at once at the beginning, which is not what is measured. */
const AT_ONCE = 25;
const TELL_EVERY_MS = 250;

process.on('disconnect', () => process.exit(0));
process.once('message', (message) => void gather(Order.parse(message)));

async function gather({ port, origin, tickets }: CrowdOrder): Promise<void> {
  let lostAt = 0;
  const back: number[] = [];
  const waiting = tickets.entries();
  const enter = async () => {
    for (const [, ticket] of waiting) keep(await dial(port, origin, ticket), ticket);
  };
  const keep = ({ socket }: Dialled, ticket: string) => {
    socket.once('close', () => {
      lostAt ||= Date.now();
      void comeBack(ticket);
    });
  };
  const comeBack = async (ticket: string) => {
    for (let tries = 0; ; tries += 1) {
      await sleep(backoffMs(tries, AUDIENCE));
      const dialled = await dial(port, origin, ticket).catch(() => null);
      if (!dialled) continue;
      back.push(dialled.at);
      return keep(dialled, ticket);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, enter));
  process.send?.({ in: tickets.length } satisfies CrowdNews);
  setInterval(() => lostAt && process.send?.({ lostAt, back } satisfies CrowdNews), TELL_EVERY_MS);
}

interface Dialled {
  socket: Socket;
  /** When its snapshot came. */
  at: number;
}

/** In when the state is there, and not before. */
async function dial(port: number, origin: string, ticket: string): Promise<Dialled> {
  let known: (at: number) => void = () => undefined;
  const snapshot = new Promise<number>((resolve) => (known = resolve));
  const onText = (text: string) => text.startsWith('42["snapshot"') && known(Date.now());
  const limit = sleep(CONNECT_MS).then(() => Promise.reject(new Error('The server does not answer.')));
  const opening = openWire({ host: '127.0.0.1', port, origin, ticket, onText });
  try {
    const socket = await Promise.race([opening, limit]);
    return { socket, at: await Promise.race([snapshot, limit]) };
  } catch (error) {
    opening.then((socket) => socket.destroy()).catch(() => undefined);
    throw error;
  } finally {
    limit.catch(() => undefined);
  }
}
