import type { Tx } from '../../../db/connect';
import type { EventRow } from '../../../db/queries/events';
import type { SecretBox } from '../../../db/secrets';
import { readHostPath, writeLink } from '../crew/links';
import { writeHost } from '../shows/host';
import { type JoinCodes, readCodes, writeCodes } from './codes';

/** How those who film come into an event: phones of a match by its codes, the host of a show by a link. */
export interface Ways {
  codes: JoinCodes | null;
  /** Path and fragment. */
  hostPath: string | null;
}

type Event = Pick<EventRow, 'id' | 'slug' | 'kind'>;

/** The ways into a new event; a show gets its host as well. */
export async function writeWays(
  tx: Tx,
  secrets: SecretBox,
  event: Event,
  hostName: string | undefined,
): Promise<Ways> {
  if (event.kind === 'match') return { codes: await writeCodes(tx, secrets, event.id), hostPath: null };
  await writeHost(tx, event.id, hostName);
  const link = await writeLink(tx, secrets, event, { role: 'host', ...(hostName && { label: hostName }) });
  return { codes: null, hostPath: link.path };
}

/** For those who may hand them out. */
export async function readWays(tx: Tx, secrets: SecretBox, event: Event): Promise<Ways> {
  if (event.kind === 'match') return { codes: await readCodes(tx, secrets, event.id), hostPath: null };
  return { codes: null, hostPath: await readHostPath(tx, secrets, event) };
}
