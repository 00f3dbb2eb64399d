import type { JSONValue } from 'postgres';
import type { Tx } from '../connect';

/** For one socket, within `lifeS` seconds. For claims of purpose `ticket`. */
export async function insertSocketTicket(
  tx: Tx,
  ticket: { hash: Buffer; pass: JSONValue; lifeS: number },
): Promise<void> {
  await tx`delete from socket_tickets where expires_at < now()`;
  await tx`
    insert into socket_tickets (ticket_hash, claims, expires_at)
    values (${ticket.hash}, ${tx.json(ticket.pass)}, now() + make_interval(secs => ${ticket.lifeS}))`;
}

/**
 * Deletes the ticket and returns its pass: of two clients with the same one, one gets it. Null when it is
 * unknown, used or expired. For claims of purpose `ticket`.
 */
export async function takeSocketTicket(tx: Tx, hash: Buffer): Promise<{ pass: unknown } | null> {
  const [row] = await tx<{ pass: unknown; fresh: boolean }[]>`
    delete from socket_tickets where ticket_hash = ${hash} returning claims as pass, expires_at > now() as fresh`;
  return row?.fresh ? { pass: row.pass } : null;
}
