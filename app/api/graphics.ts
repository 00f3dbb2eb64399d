import { z } from 'zod';
import { ANCHORS, GRAPHIC_KINDS } from '../../contract/graphics';
import { GraphicChangeInput, GraphicFrames, GraphicInput } from '../../core/graphics-input';
import {
  changeGraphic,
  createGraphic,
  eventGraphic,
  eventGraphics,
  removeGraphic,
  showGraphic,
} from '../domain/graphics';
import { phoneLink } from '../http/origin';
import { endpoint } from './define';
import { atLeastOne, moment, requestId, withRequestId } from './fields';

const MoveBody = z.strictObject({ frames: GraphicFrames, requestId }).partial();

const color = z.string().optional();

const Graphic = z
  .object({
    id: z.uuid(),
    kind: z.enum(GRAPHIC_KINDS),
    name: z.string(),
    content: z.record(z.string(), z.unknown()),
    theme: z.object({ ground: color, text: color, accent: color, home: color, away: color }),
    position: z.object({ anchor: z.enum(ANCHORS).optional(), scale: z.number().optional() }),
    layer: z.number().int(),
    onAir: z.boolean(),
    frames: z.number().int(),
    movedBy: z.string().nullable(),
    movedAt: moment.nullable(),
  })
  .meta({ id: 'graphic' });

export const graphics = [
  endpoint('GET /api/v1/events/:slug/graphics', {
    who: 'crew',
    says: '`[graphic]`, the lowest layer first',
    answer: z.array(Graphic),
    does: ({ services, actor, slug }) => eventGraphics(services, actor, slug),
  }),
  endpoint('POST /api/v1/events/:slug/graphics', {
    who: 'assistant',
    says: 'graphic, which is prepared and not on the air',
    body: GraphicInput,
    answer: Graphic,
    status: 201,
    fails: ['conflict'],
    does: ({ services, actor, slug, body, origin }) =>
      createGraphic(services, actor, slug, body, phoneLink(origin, services.env)),
  }),
  endpoint('GET /api/v1/events/:slug/graphics/:id', {
    who: 'crew',
    says: 'graphic',
    answer: Graphic,
    does: ({ services, actor, slug, id }) => eventGraphic(services, actor, slug, id),
  }),
  endpoint('PATCH /api/v1/events/:slug/graphics/:id', {
    who: 'assistant',
    says: 'graphic; a content replaces the one before, on the air at once',
    body: atLeastOne(GraphicChangeInput),
    answer: Graphic,
    does: ({ services, actor, slug, id, body, origin }) =>
      changeGraphic(services, actor, slug, id, body, phoneLink(origin, services.env)),
  }),
  endpoint('DELETE /api/v1/events/:slug/graphics/:id', {
    who: 'assistant',
    says: '',
    answer: null,
    does: ({ services, actor, slug, id }) => removeGraphic(services, actor, slug, id),
  }),
  endpoint('POST /api/v1/events/:slug/graphics/:id/in', {
    who: 'assistant',
    says: 'graphic, on the air from the next picture on',
    body: MoveBody,
    answer: Graphic,
    fails: ['conflict'],
    does: ({ services, actor, slug, id, body, request }) =>
      showGraphic(services, actor, slug, id, { ...withRequestId(body, request), onAir: true }),
  }),
  endpoint('POST /api/v1/events/:slug/graphics/:id/out', {
    who: 'assistant',
    says: 'graphic, off the air',
    body: MoveBody,
    answer: Graphic,
    fails: ['conflict'],
    does: ({ services, actor, slug, id, body, request }) =>
      showGraphic(services, actor, slug, id, { ...withRequestId(body, request), onAir: false }),
  }),
] as const;
