import { type Claims, withClaims } from './claims';
import type { Sql, Tx } from './connect';

/** What listeners are told of: the state of an event, its chat, or who watches at a web process. */
export type Subject = 'event' | 'chat' | 'presence';

/** Sends the NOTIFY of one subject. */
export interface Rings<S extends Subject> {
  readonly subject: S;
  /** Neither throws nor waits. @param id the event's, or of presence the process' */
  ring(id: string, seq: number): void;
}

const CHANGED = Symbol('changed');

/**
 * A transaction that may change what listeners are told of. Only `commit` makes one, so nothing that raises a
 * seq can be called without the doorbell being rung for it.
 */
export type ChangeTx<S extends Subject> = Tx & { readonly [CHANGED]: Changed<S> };
export type EventTx = ChangeTx<'event'>;
export type ChatTx = ChangeTx<'chat'>;

interface Changed<S extends Subject> {
  readonly subject: S;
  /** The newest seq of each. */
  readonly seqs: Map<string, number>;
}

/**
 * Runs `work` in one transaction as `claims`, like `withClaims`, and after the commit rings for every seq
 * that was raised in it. Nothing rings where `work` throws. The NOTIFY is not part of the transaction
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

/** For the statements that raise a seq: has the doorbell rung for it after the commit. */
export function noteChange<S extends Subject>(tx: ChangeTx<S>, id: string, seq: number): void {
  const { seqs } = tx[CHANGED];
  seqs.set(id, Math.max(seq, seqs.get(id) ?? 0));
}
