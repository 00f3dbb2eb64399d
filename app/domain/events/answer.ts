import { roomsOf } from '../../../core/rooms';
import type { EventRow } from '../../../db/queries/events';
import { readEventSettings } from '../../../core/event-settings';
import type { JoinCodes } from './codes';

/** An event as the API tells it (design §9). Codes only to those who may hand them out. */
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
  encoding: { height: number; fps: number; videoKbps?: number | undefined };
  joinUrl: string | null;
  joinCode: string | null;
  directorUrl: string;
  watchUrl: string;
  embedUrl: string;
  rooms: { cameras: string; program: string };
}

export function eventAnswer(event: EventRow, codes: JoinCodes | null, origin: string): EventAnswer {
  const { cameras, program } = roomsOf(event.slug);
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
    ...readEventSettings(event.settings),
    joinUrl: codes ? origin + codes.joinPath : null,
    joinCode: codes?.code ?? null,
    directorUrl: `${origin}/events/${event.slug}/direct`,
    watchUrl: `${origin}/watch/${event.slug}`,
    embedUrl: `${origin}/iframe/live?room=${event.slug}`,
    rooms: { cameras, program },
  };
}
