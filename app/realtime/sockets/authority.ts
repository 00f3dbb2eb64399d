import type { Logger } from 'pino';
import type { Sql } from '../../../db/connect';
import { repeat } from '../../../core/time/repeat';
import { withTimeout } from '../../../core/time/with-timeout';
import { continueAs, purpose, withClaims } from '../../../db/claims';
import { openSessions, teamsOfUsers } from '../../../db/queries/accounts';
import { openApiTokens } from '../../../db/queries/api-tokens';
import { presentCameras } from '../../../db/queries/cameras';
import { openCrewLinks, openCrewSessions } from '../../../db/queries/crew';
import { LIMITS } from '../../config/limits';
import type { Pass } from '../tickets';
import type { ClientSocket } from './io';

/** A right that ends closes its sockets within two seconds (T24). */
const EVERY_MS = 1_500;
const LIMIT_MS = 2_000;

/** Ends the sockets of those whose rights have ended. While the database does not answer nobody is judged. */
export function watchAuthority(sockets: () => Iterable<ClientSocket>, sql: () => Sql, log: Logger) {
  async function look(): Promise<void> {
    const judged = [...sockets()].filter(({ data }) => data.pass && data.pass.audience !== 'public');
    if (judged.length === 0) return;
    const passes = judged.map((socket) => socket.data.pass);
    const allowed = await withTimeout(LIMIT_MS, stillAllowed(sql(), passes), 'asking for rights');
    for (const socket of judged) {
      if (allowed(socket.data.pass)) continue;
      log.info({ eventId: socket.data.pass.eventId }, 'a right ended, and so does its socket');
      socket.disconnect(true);
    }
  }
  const close = repeat(EVERY_MS, look, (err) => log.debug({ err }, 'rights could not be used for'));
  return { close };
}

/**
 * Whose rights are still what they were when their ticket was made (T24), for all sockets in one transaction:
 * a crew's link and session, a member's teams and session, a token, a camera.
 */
export async function stillAllowed(sql: Sql, passes: readonly Pass[]): Promise<(pass: Pass) => boolean> {
  const used = rightsOf(passes);
  // A purpose is sent before the statements of its turn, so each purpose has a turn of its own.
  const open = await withClaims(sql, purpose('crew_link'), async (tx) => {
    const [links, crewSessions] = await Promise.all([
      among(used.links, (ids) => openCrewLinks(tx, ids)),
      among(used.crewSessions, (ids) => openCrewSessions(tx, ids)),
    ]);
    const [, teams, sessions] = await Promise.all([
      continueAs(tx, purpose('session')),
      teamsOfUsers(tx, [...used.users]),
      among(used.sessions, (ids) => openSessions(tx, ids, LIMITS.sessionIdleHours)),
    ]);
    const [, tokens] = await Promise.all([
      continueAs(tx, purpose('api_token')),
      among(used.tokens, (ids) => openApiTokens(tx, ids)),
    ]);
    const [, cameras] = await Promise.all([
      continueAs(tx, purpose('device')),
      among(used.cameras, (ids) => presentCameras(tx, ids)),
    ]);
    return { links, crewSessions, teams, sessions, tokens, cameras };
  });
  return (pass) => {
    if (pass.audience === 'public') return true;
    if (pass.audience === 'camera') return open.cameras.has(pass.actor.cameraId);
    const { actor, session } = pass;
    if (actor.kind === 'crew') {
      return open.links.has(actor.linkId) && (!session || open.crewSessions.has(session));
    }
    if (actor.userId === null) return actor.tokenId !== undefined && open.tokens.has(actor.tokenId);
    if (session && !open.sessions.has(session)) return false;
    const present = open.teams.get(actor.userId);
    return actor.teams.every((team) => present?.has(team));
  };
}

function rightsOf(passes: readonly Pass[]) {
  const used = {
    links: new Set<string>(),
    crewSessions: new Set<string>(),
    users: new Set<string>(),
    sessions: new Set<string>(),
    tokens: new Set<string>(),
    cameras: new Set<string>(),
  };
  for (const pass of passes) {
    if (pass.audience === 'public') continue;
    const { actor } = pass;
    if (actor.kind === 'camera') used.cameras.add(actor.cameraId);
    else if (actor.kind === 'crew') used.links.add(actor.linkId);
    else if (actor.userId !== null) used.users.add(actor.userId);
    else if (actor.tokenId !== undefined) used.tokens.add(actor.tokenId);
    if (pass.audience === 'crew' && pass.session) {
      (actor.kind === 'crew' ? used.crewSessions : used.sessions).add(pass.session);
    }
  }
  return used;
}

/** No statement for an empty list. */
function among(
  ids: ReadonlySet<string>,
  find: (ids: string[]) => Promise<Set<string>>,
): Promise<Set<string>> {
  return ids.size === 0 ? Promise.resolve(new Set()) : find([...ids]);
}
