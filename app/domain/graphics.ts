import { create } from 'qrcode';
import type { z } from 'zod';
import {
  type Graphic,
  GRAPHIC_FRAMES,
  type GraphicContents,
  type GraphicSays,
} from '../../contract/graphics';
import type { Topic } from '../../contract/vocabulary';
import { AppError } from '../../core/errors';
import { isOpen } from '../../core/event-status';
import { GraphicInput, type GraphicChangeInput } from '../../core/graphics-input';
import { graphicName } from '../../core/graphics/names';
import { type Claims, withClaims } from '../../db/claims';
import type { EventTx } from '../../db/commit';
import type { Tx } from '../../db/connect';
import type { EventRow } from '../../db/queries/events';
import {
  countGraphics,
  deleteGraphic,
  findGraphic,
  insertGraphic,
  listGraphics,
  moveGraphic,
  updateGraphic,
} from '../../db/queries/graphics';
import { findRequest, raiseSeq } from '../../db/queries/switching';
import { LIMITS } from '../config/limits';
import type { Services } from '../services';
import { actorName, eventIn, lockedEventIn, mustAssist, noSuchEvent } from './access';
import { commitCommand } from './change';
import { sourceOf } from './switching/cut';

/** Graphics lie in the middle of their layers unless somebody says otherwise. */
const LAYER = 50;

type GraphicServices = Pick<Services, 'commandSql' | 'doorbell'>;

/** The prepared list, the lowest layer first. For the event's crew. */
export async function eventGraphics(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
): Promise<Graphic[]> {
  return withClaims(services.sql, actor, async (tx) => listGraphics(tx, (await eventIn(tx, slug)).id));
}

/** @throws AppError not_found */
export async function eventGraphic(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
  id: string,
): Promise<Graphic> {
  return withClaims(services.sql, actor, async (tx) => graphicIn(tx, (await eventIn(tx, slug)).id, id));
}

/**
 * Prepares a graphic; it is not on the air yet.
 *
 * @param origin by which a QR code names the watch page, as phones can open it
 * @throws AppError conflict for a show, or where the event has as many as it may have
 */
export function createGraphic(
  services: GraphicServices,
  actor: Claims,
  slug: string,
  input: GraphicInput,
  origin: string,
): Promise<Graphic> {
  return changeGraphics(services, actor, slug, async (tx, event, raise) => {
    if (event.kind === 'show') throw new AppError('conflict', 'A show has no graphics; a match has them.');
    if ((await countGraphics(tx, event.id)) >= LIMITS.graphicsPerEvent) {
      throw new AppError('conflict', 'This event has as many graphics as it may have. Delete one first.');
    }
    const { name = '', theme = {}, position = {}, layer = LAYER } = input;
    const says = saysOf(input, event, origin);
    const id = await insertGraphic(tx, event.id, { says, name, theme, position, layer });
    await raise(['graphics']);
    return graphicIn(tx, event.id, id);
  });
}

/**
 * Changes what is given; on the air it is seen at once. A content replaces the one before.
 *
 * @throws AppError bad_request for a content that is none of its kind
 */
export function changeGraphic(
  services: GraphicServices,
  actor: Claims,
  slug: string,
  id: string,
  input: z.output<typeof GraphicChangeInput>,
  origin: string,
): Promise<Graphic> {
  return changeGraphics(services, actor, slug, async (tx, event, raise) => {
    const before = await graphicIn(tx, event.id, id);
    const { name, theme, position, layer } = { ...before, ...input };
    const says = input.content ? saysOf(contentOf(before, input.content), event, origin) : before;
    await updateGraphic(tx, event.id, id, { says, name, theme, position, layer });
    await raise(['graphics']);
    return graphicIn(tx, event.id, id);
  });
}

export async function removeGraphic(
  services: GraphicServices,
  actor: Claims,
  slug: string,
  id: string,
): Promise<void> {
  await changeGraphics(services, actor, slug, async (tx, event, raise) => {
    const graphic = await graphicIn(tx, event.id, id);
    // The log holds how long each was on the air.
    if (graphic.onAir) await move(tx, event, graphic, actor, { onAir: false, frames: 0 }, raise);
    else await raise(['graphics']);
    await deleteGraphic(tx, event.id, id);
  });
}

export interface GraphicWish {
  onAir: boolean;
  frames?: number | undefined;
  requestId?: string | undefined;
}

/**
 * Brings a graphic on the air or takes it off. One that is there already stays as it is, and the same
 * `requestId` has one effect; either is answered by the graphic as it is now.
 *
 * @throws AppError conflict when the event is not open
 */
export function showGraphic(
  services: GraphicServices,
  actor: Claims,
  slug: string,
  id: string,
  { onAir, frames = GRAPHIC_FRAMES.usual, requestId }: GraphicWish,
): Promise<Graphic> {
  return changeGraphics(services, actor, slug, async (tx, event, raise) => {
    const graphic = await graphicIn(tx, event.id, id);
    if (requestId !== undefined && (await findRequest(tx, event.id, requestId)) !== null) return graphic;
    if (!isOpen(event.status)) {
      throw new AppError(
        'conflict',
        'The event is not open, so there is no program to put a graphic on. Publish or reopen it first.',
      );
    }
    if (graphic.onAir === onAir) return graphic;
    await move(tx, event, graphic, actor, { onAir, frames, requestId }, raise);
    return graphicIn(tx, event.id, id);
  });
}

type Raise = (topics: Topic[]) => Promise<number>;

async function move(
  tx: EventTx,
  event: EventRow,
  graphic: Graphic,
  actor: Claims,
  { onAir, frames, requestId }: GraphicWish & { frames: number },
  raise: Raise,
): Promise<void> {
  await moveGraphic(tx, {
    eventId: event.id,
    seq: await raise(['graphics', 'log']),
    graphic,
    graphicName: graphicName(graphic),
    onAir,
    frames,
    actor: actorName(actor),
    source: sourceOf(actor),
    requestId: requestId ?? null,
  });
}

/** One change of the graphics under the event's row lock: what changes first is first on the air. */
function changeGraphics<T>(
  services: GraphicServices,
  actor: Claims,
  slug: string,
  work: (tx: EventTx, event: EventRow, raise: Raise) => Promise<T>,
): Promise<T> {
  return commitCommand(services, actor, slug, async (tx) => {
    mustAssist(actor);
    const event = await lockedEventIn(tx, slug);
    return work(tx, event, async (topics) => {
      const seq = await raiseSeq(tx, event.id, topics);
      if (seq === null) throw noSuchEvent();
      return seq;
    });
  });
}

async function graphicIn(tx: Tx, eventId: string, id: string): Promise<Graphic> {
  const graphic = await findGraphic(tx, eventId, id);
  if (!graphic) throw new AppError('not_found', 'There is no such graphic.');
  return graphic;
}

/** @throws AppError bad_request, which names the field */
function contentOf({ kind }: Graphic, content: Record<string, unknown>): GraphicInput {
  const { data, error } = GraphicInput.safeParse({ kind, content });
  if (data) return data;
  const [first] = error.issues;
  const field = first?.path.map(String).join('.') ?? 'content';
  throw new AppError('bad_request', `The field ${field} is wrong: ${first?.message ?? 'it does not fit'}.`, {
    details: { field },
  });
}

function saysOf(input: GraphicInput, { slug }: EventRow, origin: string): GraphicSays {
  if (input.kind !== 'qr') return input;
  return {
    kind: 'qr',
    content: watchCode(input.content.label, `${origin.replace(/\/$/, '')}/watch/${slug}`),
  };
}

function watchCode(label: string, url: string): GraphicContents['qr'] {
  const { size, data } = create(url, { errorCorrectionLevel: 'M' }).modules;
  const dark = Array.from(data, (one) => (one ? '1' : '0')).join('');
  const digits = dark.match(/.{1,4}/g) ?? [];
  const bits = digits.map((four) => Number.parseInt(four.padEnd(4, '0'), 2).toString(16)).join('');
  return { label, url, code: { size, bits } };
}
