import { type Claims, withClaims } from './claims';
import type { Sql, Tx } from './connect';

/** What a NOTIFY is about: the state of an event, its chat, or the viewers of a web process. */
export type Subject = 'event' | 'chat' | 'presence';

/** Sends the NOTIFY of one subject. */
export interface Rings<S extends Subject> {
  readonly subject: S;
  /**
   * Neither throws nor waits.
   * @param id the event's; for presence, the process'
   */
  ring(id: string, seq: number): void;
}

const CHANGED = Symbol('changed');

/**
 * A transaction that may raise a seq. Only `commit` makes one, so no seq can be raised without a NOTIFY for
 * it.
 */
export type ChangeTx<S extends Subject> = Tx & { readonly [CHANGED]: Changed<S> };
export type EventTx = ChangeTx<'event'>;
export type ChatTx = ChangeTx<'chat'>;

interface Changed<S extends Subject> {
  readonly subject: S;
  /** The newest seq of each id. */
  readonly seqs: Map<string, number>;
}

/**
 * Runs `work` in one transaction as `claims`, like `withClaims`, and after the commit sends a NOTIFY for
 * every seq that was raised in it; none when `work` throws. The NOTIFY is not part of the transaction
 * (docs/decisions/0001).
 */
export async function commit<S extends Subject, T>(
  { sql, doorbell }: { sql: Sql; doorbell: Rings<S> },
  claims: Claims,
  work: (tx: ChangeTx<S>) => Promise<T>,
): Promise<T> {
  const changed: Changed<S> = { subject: doorbell.subject, seqs: new Map() };
  const value = await withClaims(sql, claims, (tx) => work(Object.assign(tx, { [CHANGED]: changed })));
  for (const [id, seq] of changed.seqs) doorbell.ring(id, seq);
  return value;
}

/** For the statements that raise a seq: registers it for the NOTIFY after the commit. */
export function noteChange<S extends Subject>(tx: ChangeTx<S>, id: string, seq: number): void {
  const { seqs } = tx[CHANGED];
  seqs.set(id, Math.max(seq, seqs.get(id) ?? 0));
}
