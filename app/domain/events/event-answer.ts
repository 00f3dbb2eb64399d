import { readEventSettings } from '../../../core/event-settings';
import { roomsOf } from '../../../core/rooms';
import type { Tx } from '../../../db/connect';
import type { EventRow } from '../../../db/queries/events';
import type { SecretBox } from '../../../db/secrets';
import { readHostPath, writeLink } from '../crew/crew-links';
import { writeHost } from '../shows/host-token';
import { type JoinCodes, readCodes, writeCodes } from './join-codes';

/** An event in the API (design §9). Codes are only for those who may pass them on. */
export interface EventAnswer {
  id: string;
  slug: string;
  title: string;
  kind: EventRow['kind'];
  status: EventRow['status'];
  seq: number;
  visibility: EventRow['visibility'];
  admission: EventRow['admission'];
  startsAt: string | null;
  createdAt: string;
  fallbackOrder: string[];
  autoReturn: boolean;
  embedOrigins: string[];
  recordingPublic: boolean;
  encoding: { height: number; fps: number; videoKbps?: number | undefined };
  /** Null for a show. */
  joinUrl: string | null;
  joinCode: string | null;
  /** Opens the host's page without an account; null for a match, or when the link was revoked. */
  hostUrl: string | null;
  directorUrl: string;
  watchUrl: string;
  embedUrl: string;
  rooms: { cameras: string; program: string };
}

export function eventAnswer(
  event: EventRow,
  { codes, hostPath }: FilmingAccess,
  origin: string,
): EventAnswer {
  const { cameras, program } = roomsOf(event.slug, event.kind);
  return {
    id: event.id,
    slug: event.slug,
    title: event.title,
    kind: event.kind,
    status: event.status,
    seq: event.seq,
    visibility: event.visibility,
    admission: event.admission,
    startsAt: event.startsAt?.toISOString() ?? null,
    createdAt: event.createdAt.toISOString(),
    embedOrigins: event.embedOrigins,
    recordingPublic: event.recordingPublic,
    ...readEventSettings(event.settings),
    joinUrl: codes ? origin + codes.joinPath : null,
    joinCode: codes?.code ?? null,
    hostUrl: hostPath && origin + hostPath,
    directorUrl: `${origin}/events/${event.slug}/direct`,
    watchUrl: `${origin}/watch/${event.slug}`,
    embedUrl: `${origin}/iframe/live?room=${event.slug}`,
    rooms: { cameras, program },
  };
}

/** How those who film enter an event: phones of a match with its codes, the host of a show with a link. */
interface FilmingAccess {
  codes: JoinCodes | null;
  /** Path and fragment. */
  hostPath: string | null;
}

type Event = Pick<EventRow, 'id' | 'slug' | 'kind'>;

/** For a new event; a show also gets its host. */
export async function writeFilmingAccess(
  tx: Tx,
  secrets: SecretBox,
  event: Event,
  hostName: string | undefined,
): Promise<FilmingAccess> {
  if (event.kind === 'match') return { codes: await writeCodes(tx, secrets, event.id), hostPath: null };
  await writeHost(tx, event.id, hostName);
  const link = await writeLink(tx, secrets, event, { role: 'host', ...(hostName && { label: hostName }) });
  return { codes: null, hostPath: link.path };
}

/** Only for those who may pass it on. */
export async function readFilmingAccess(tx: Tx, secrets: SecretBox, event: Event): Promise<FilmingAccess> {
  if (event.kind === 'match') return { codes: await readCodes(tx, secrets, event.id), hostPath: null };
  return { codes: null, hostPath: await readHostPath(tx, secrets, event) };
}
