import type { Logger } from 'pino';
import type { Sql } from '../../../db/connect';
import { repeat } from '../../../core/time/repeat';
import { withTimeout } from '../../../core/time/with-timeout';
import { purpose, withClaims } from '../../../db/claims';
import { openCrewLinks } from '../../../db/queries/crew';
import { openSessions, teamsOfUsers } from '../../../db/queries/accounts';
import type { Pass } from '../tickets';
import type { ClientSocket } from './io';

/** A right that ends closes its sockets within two seconds (T24). */
const EVERY_MS = 1_500;
const LIMIT_MS = 2_000;

/** Ends the sockets of those whose rights have ended. While the database does not answer nobody is judged. */
export function watchAuthority(sockets: () => Iterable<ClientSocket>, sql: () => Sql, log: Logger) {
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
  const close = repeat(EVERY_MS, look, (err) => log.debug({ err }, 'rights could not be asked for'));
  return { close };
}

/**
 * Whose rights are still what they were when their ticket was made (T24). Checked every 2 s, for all
 * sockets at once.
 */
export async function stillAllowed(sql: Sql, passes: readonly Pass[]): Promise<(pass: Pass) => boolean> {
  const links = new Set<string>();
  const users = new Set<string>();
  const sessions = new Set<string>();
  for (const pass of passes) {
    if (pass.audience !== 'crew') continue;
    if (pass.session) sessions.add(pass.session);
    if (pass.actor.kind === 'crew') links.add(pass.actor.linkId);
    else if (pass.actor.userId) users.add(pass.actor.userId);
  }
  const open = await openLinks(sql, [...links]);
  const { teams, live } = await memberships(sql, [...users], [...sessions]);
  return (pass) => {
    if (pass.audience !== 'crew') return true;
    const { actor } = pass;
    if (actor.kind === 'crew') return open.has(actor.linkId);
    if (!actor.userId) return true;
    if (pass.session && !live.has(pass.session)) return false;
    const present = teams.get(actor.userId);
    return actor.teams.every((team) => present?.has(team));
  };
}

async function openLinks(sql: Sql, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  return withClaims(sql, purpose('crew_link'), (tx) => openCrewLinks(tx, ids));
}

async function memberships(sql: Sql, users: string[], sessions: string[]) {
  if (users.length === 0) return { teams: new Map<string, Set<string>>(), live: new Set<string>() };
  return withClaims(sql, purpose('session'), async (tx) => ({
    teams: await teamsOfUsers(tx, users),
    live: await openSessions(tx, sessions),
  }));
}
