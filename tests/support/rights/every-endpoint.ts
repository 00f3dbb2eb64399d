import { randomUUID } from 'node:crypto';
import type { Who } from '../../../app/api/actor';
import type { TABLE } from '../../../app/api/table';
import { recordingPath } from '../../../app/domain/recordings';
import type { Services } from '../../../app/services';
import type { EventKind, EventStatus } from '../../../contract/vocabulary';
import type { FullEvent } from '../events/full-event';

export type Endpoint = (typeof TABLE)[number]['address'];

/** A lawful call of an endpoint: what is sent, and what must be true of the event before. */
export interface LawfulCall {
  /** Who may, where this one needs other rights than the endpoint's row says. */
  who?: Who;
  /** What is different about it. */
  named?: string;
  kind?: EventKind;
  status?: EventStatus;
  /** What `:id` names. */
  id?: keyof FullEvent['ids'];
  query?: (event: FullEvent, services: Services) => string;
  body?: (event: FullEvent) => unknown;
  /** Sent as it is, where the body is signed. */
  raw?: () => string;
  /** Answered to who may, when something besides rights prevents it here; otherwise a success of the row. */
  answers?: number;
}

const nothing = () => ({});

/** A path with its parameters filled in; an id that is not one of the event's may be named instead. */
export function pathOf(
  endpoint: Endpoint,
  lawful: LawfulCall,
  event: FullEvent,
  services: Services,
  id?: string,
) {
  const named = id ?? (lawful.id ? event.ids[lawful.id] : '');
  const path = endpoint.slice(endpoint.indexOf(' ') + 1);
  return (
    path.replace(':slug', event.slug).replace(':id', encodeURIComponent(named)) +
    (lawful.query?.(event, services) ?? '')
  );
}

/** How each endpoint may be called. One that is new does not compile until it is here. */
export const LAWFUL_CALLS: Record<Endpoint, LawfulCall[]> = {
  'GET /api/v1/events': [{}],
  'POST /api/v1/events': [{ body: () => ({ title: 'Another' }) }],
  'GET /api/v1/events/:slug': [{}],
  'PATCH /api/v1/events/:slug': [{ body: () => ({ title: 'Changed' }) }],
  'DELETE /api/v1/events/:slug': [{}],
  'POST /api/v1/events/:slug/publish': [{ status: 'draft', body: nothing }],
  'POST /api/v1/events/:slug/start': [{ body: nothing }],
  'POST /api/v1/events/:slug/stop': [{ status: 'live', body: nothing }],
  'POST /api/v1/events/:slug/off-air': [{ kind: 'show', status: 'live', body: nothing }],
  'POST /api/v1/events/:slug/reopen': [{ status: 'ended', body: nothing }],
  'GET /api/v1/events/:slug/codes': [{}],
  'POST /api/v1/events/:slug/codes/close': [{ body: nothing }],
  'POST /api/v1/events/:slug/codes/renew': [{ body: nothing }],
  'POST /api/v1/events/:slug/cut': [{ body: ({ ids }) => ({ cameraId: ids.camera }) }],
  'POST /api/v1/events/:slug/program': [{ body: () => ({ faded: true }) }],
  'POST /api/v1/events/:slug/media-tokens': [{ body: nothing }],
  'POST /api/v1/events/:slug/cameras/:id': [{ id: 'camera', body: () => ({ state: 'removed' }) }],
  'POST /api/join/check': [{ body: ({ code }) => ({ code }) }],
  'POST /api/cameras/register': [{ body: ({ code }) => ({ code, label: 'Goal' }) }],
  'POST /api/cameras/token': [{ body: nothing }],
  'POST /api/cameras/return-token': [{ body: nothing }],
  'GET /api/v1/events/:slug/destinations': [{}],
  'POST /api/v1/events/:slug/destinations': [
    { body: () => ({ plugin: 'youtube', label: 'x', settings: {}, streamKey: 'abcd-efgh-ijkl-mnop' }) },
  ],
  'GET /api/v1/events/:slug/destinations/:id': [{ id: 'destination' }],
  'PATCH /api/v1/events/:slug/destinations/:id': [{ id: 'destination', body: () => ({ label: 'x' }) }],
  'DELETE /api/v1/events/:slug/destinations/:id': [{ id: 'destination' }],
  'POST /api/v1/events/:slug/destinations/:id/start': [{ id: 'destination', body: nothing }],
  'POST /api/v1/events/:slug/destinations/:id/stop': [{ id: 'destination', body: nothing }],
  'POST /api/v1/events/:slug/destinations/:id/server': [
    { id: 'destination', body: () => ({ server: 'first' }) },
  ],
  // What is on the air is not tested.
  'POST /api/v1/events/:slug/destinations/:id/test': [
    { id: 'destination', status: 'live', body: nothing, answers: 409 },
  ],
  'GET /api/v1/events/:slug/score': [{}],
  'PUT /api/v1/events/:slug/score': [{ body: () => ({ home: { name: 'Nord' }, away: { name: 'Hafen' } }) }],
  'PATCH /api/v1/events/:slug/score': [{ body: () => ({ clock: { running: true } }) }],
  'DELETE /api/v1/events/:slug/score': [{}],
  'POST /api/v1/events/:slug/score/points': [{ body: () => ({ side: 'home' }) }],
  'POST /api/v1/events/:slug/score/undo': [{ body: ({ ids }) => ({ pointId: ids.point }) }],
  'GET /api/v1/events/:slug/score/events': [{}],
  'POST /api/v1/events/:slug/score/events': [
    { body: () => ({ events: [{ kind: 'card', side: 'home', card: 'yellow', requestId: randomUUID() }] }) },
  ],
  'POST /api/v1/events/:slug/score/events/:id/undo': [{ id: 'point', body: nothing }],
  'POST /api/v1/events/:slug/score/console': [{ body: () => ({ home: 3 }) }],
  'GET /api/v1/events/:slug/graphics': [{}],
  'POST /api/v1/events/:slug/graphics': [{ body: () => ({ kind: 'text', content: { text: 'x' } }) }],
  'GET /api/v1/events/:slug/graphics/:id': [{ id: 'graphic' }],
  'PATCH /api/v1/events/:slug/graphics/:id': [{ id: 'graphic', body: () => ({ layer: 7 }) }],
  'DELETE /api/v1/events/:slug/graphics/:id': [{ id: 'graphic' }],
  'POST /api/v1/events/:slug/graphics/:id/in': [{ id: 'graphic', body: nothing }],
  'POST /api/v1/events/:slug/graphics/:id/out': [{ id: 'graphic', body: nothing }],
  'GET /api/v1/events/:slug/sound': [{}],
  'PATCH /api/v1/events/:slug/sound': [
    { body: ({ ids }) => ({ mode: 'fixed', sources: { [ids.camera]: { gainDb: -6 } } }) },
  ],
  'POST /api/v1/events/:slug/sound/loudness/reset': [{ body: nothing }],
  'GET /api/v1/events/:slug/crew-links': [{}],
  'POST /api/v1/events/:slug/crew-links': [{ body: () => ({ role: 'director' }) }],
  'DELETE /api/v1/events/:slug/crew-links/:id': [{ id: 'link' }],
  'GET /api/v1/events/:slug/log': [{}],
  'GET /api/v1/events/:slug/switches': [{}],
  'GET /api/v1/events/:slug/log.edl': [{}],
  'GET /api/v1/events/:slug/log.otio': [{}],
  'GET /api/v1/events/:slug/chapters.vtt': [{}],
  'GET /api/v1/events/:slug/chapters.txt': [{}],
  'GET /api/v1/events/:slug/recordings': [{}],
  // The address is signed, and this recording has no file.
  'GET /recordings/:id': [{ id: 'recording', query: signed, answers: 404 }],
  'GET /api/v1/events/:slug/statistics': [{}],
  'GET /api/chat/:slug': [{}],
  'POST /api/chat/:slug': [{ body: () => ({ text: 'Hello', name: 'Bea' }) }],
  'POST /api/chat/:slug/report': [{ body: ({ ids }) => ({ messageId: ids.message }) }],
  'GET /api/v1/events/:slug/chat': [{}],
  'PATCH /api/v1/events/:slug/chat': [
    { body: () => ({ slowS: 5 }) },
    { named: 'how long it is stored', who: 'owner', body: () => ({ retentionDays: 5 }) },
  ],
  'DELETE /api/v1/events/:slug/chat': [{}],
  'DELETE /api/v1/events/:slug/chat/messages/:id': [{ id: 'message' }],
  'POST /api/v1/events/:slug/chat/bans': [{ body: ({ ids }) => ({ messageId: ids.message }) }],
  'DELETE /api/v1/events/:slug/chat/bans/:id': [{ id: 'ban' }],
  'DELETE /api/v1/events/:slug/chat/reports/:id': [{ id: 'message' }],
  'GET /api/v1/events/:slug/chat/export': [{}],
  'POST /api/streams/initialize': [{ body: () => ({ showId: randomUUID(), hostName: 'Amina' }) }],
  'GET /api/livekit/token': [
    { query: ({ slug }) => `?room=${slug}&username=Ann` },
    { named: 'to publish', who: 'host', kind: 'show', query: ({ slug }) => `?room=${slug}&role=host` },
  ],
  'POST /api/realtime/ticket': [
    { body: ({ slug }) => ({ audience: 'public', slug }) },
    { named: 'of the crew', who: 'crew', body: ({ slug }) => ({ audience: 'crew', slug }) },
    { named: 'of a phone', who: 'phone', body: () => ({ audience: 'camera' }) },
  ],
  'GET /api/audience/:slug': [{}],
  'POST /api/webhooks/livekit': [
    {
      raw: () =>
        JSON.stringify({ event: 'room_started', id: `EV_${randomUUID()}`, room: { name: 'nowhere' } }),
    },
  ],
  'GET /api/v1/openapi.json': [{}],
};

function signed({ ids }: FullEvent, { secrets }: Services): string {
  const exp = Math.floor(Date.now() / 1000) + 60;
  const holder = { kind: 'link', id: ids.link } as const;
  return recordingPath(secrets, { recording: ids.recording, exp, holder }).replace(/^[^?]*/, '');
}
