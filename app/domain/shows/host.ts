import { randomBytes } from 'node:crypto';
import type { Tx } from '../../../db/connect';
import { insertHost } from '../../../db/queries/hosts';
import { randomToken, tokenHash } from '../../../db/secrets';

/** Identities that the server gives to hosts; 128 random bits, never taken from input (safety T7). */
export const HOST_IDENTITY = /^host_[0-9a-f]{32}$/;

export const hostIdentity = (): string => `host_${randomBytes(16).toString('hex')}`;

/** What a host is called whom nobody named. */
const NAMELESS = 'Host';

/**
 * Makes the host of a new show: one person at a time, so a second tab or machine takes over from the first.
 */
export async function writeHost(tx: Tx, eventId: string, name: string | undefined): Promise<void> {
  await insertHost(tx, {
    eventId,
    label: name || NAMELESS,
    identity: hostIdentity(),
    // A host comes by a link or an account and has no device cookie: the hash of a token that nobody holds.
    deviceHash: tokenHash(randomToken()),
  });
}
