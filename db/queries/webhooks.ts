import type { Tx } from '../connect';

/**
 * Marks a webhook as handled; false when it was before. In the transaction of its effect, so both happen or
 * neither.
 */
export async function claimWebhook(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx`insert into webhook_events (id) values (${id}) on conflict do nothing returning id`;
  return rows.length > 0;
}

/** Older ones are refused by their age before they are looked up. */
export async function forgetOldWebhooks(tx: Tx): Promise<void> {
  await tx`delete from webhook_events where received_at < now() - interval '1 hour'`;
}
