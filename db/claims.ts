import postgres from 'postgres';
import type { CrewRole, MemberVia } from '../contract/vocabulary';
import type { Sql, Tx } from './connect';

/** Reasons to read before the actor is known; each opens only the policies that name it. */
export type Purpose =
  | 'setup'
  | 'login'
  | 'session'
  | 'api_token'
  | 'join'
  | 'device'
  | 'crew_link'
  | 'ticket'
  | 'limits'
  | 'presence'
  | 'players'
  | 'chat'
  | 'clock'
  | 'reconcile';

/**
 * The actor as row level security sees it. `member` is a signed-in person or an API token of a team, `camera`
 * a phone by its device cookie, `joining` a phone that has just shown a valid code, `viewer` anyone.
 */
export type Claims =
  | {
      kind: 'member';
      userId: string | null;
      teams: string[];
      name: string;
      via: MemberVia;
      /** Of a token of the API: which one. */
      tokenId?: string | undefined;
    }
  | { kind: 'crew'; eventId: string; role: CrewRole; linkId: string; name: string }
  | { kind: 'camera'; eventId: string; cameraId: string }
  | { kind: 'joining'; eventId: string }
  | { kind: 'viewer' }
  | { kind: 'purpose'; purpose: Purpose }
  | { kind: 'engine' }
  /** The command that seals everything with a new root key. */
  | { kind: 'rotation' };

export function purpose(name: Purpose): Extract<Claims, { kind: 'purpose' }> {
  return { kind: 'purpose', purpose: name };
}

/**
 * Runs `work` in one transaction with `claims` only: role and claims end with the transaction, so a pooled
 * connection never carries one person's rights to the next.
 */
export async function withClaims<T>(sql: Sql, claims: Claims, work: (tx: Tx) => Promise<T>): Promise<T> {
  const role = claims.kind === 'engine' || claims.kind === 'rotation' ? 'touchline_work' : 'touchline_app';
  const result = await sql.begin(async (tx) => {
    // Sent together with the first statement of `work`: one connection answers in order, and where this
    // fails, every statement after it in the transaction fails too. Each cut and each read is one round trip
    // shorter.
    const claimed =
      tx`select set_config('role', ${role}, true), set_config('touchline.claims', ${JSON.stringify(claims)}, true)`.execute();
    const [, value] = await Promise.all([claimed, work(tx)]);
    return { value };
  });
  return result.value;
}

/**
 * Continues the transaction as the actor that a purpose has just found. Sent at once, so that statements of
 * the same turn run after it.
 */
export function continueAs(
  tx: Tx,
  claims: Exclude<Claims, { kind: 'engine' | 'rotation' }>,
): Promise<unknown> {
  return tx`select set_config('touchline.claims', ${JSON.stringify(claims)}, true)`.execute();
}

/** In this transaction no lock is waited for longer than `ms`; the statement fails then. See `continueAs`. */
export function limitLockWaits(tx: Tx, ms: number): Promise<unknown> {
  return tx`select set_config('lock_timeout', ${`${ms}ms`}, true)`.execute();
}

/** Whether a transaction failed because somebody else held a lock for too long. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === '55P03';
}
