import type { CellFallback } from '../../../contract/vocabulary';
import { readEventSettings } from '../../../core/event-settings';
import { roomsOf } from '../../../core/rooms';
import type { EventRow } from '../../../db/queries/events';
import type { FilmingAccess } from './join-codes';

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
  pictureFailover: boolean;
  cellFallback: CellFallback;
  embedOrigins: string[];
  recordingPublic: boolean;
  encoding: { height: number; fps: number; videoKbps?: number | undefined };
  /** Null for a show. */
  joinUrl: string | null;
  /** Null once it has expired, too. */
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
