import type { JSONValue } from 'postgres';
import { z } from 'zod';
import {
  type Graphic,
  type GraphicPosition,
  type GraphicSays,
  type GraphicTheme,
  GRAPHIC_KINDS,
} from '../../contract/graphics';
import { type SwitchSource } from '../../contract/vocabulary';
import { StoredGraphic, StoredPosition, StoredTheme } from '../../core/graphics-input';
import type { Tx } from '../connect';

/** Times inside JSON are in Postgres' format. */
const Time = z
  .union([z.date(), z.string().transform((text) => new Date(text))])
  .transform((date) => date.toISOString());

export const GraphicRow = z.object({
  id: z.string(),
  kind: z.enum(GRAPHIC_KINDS),
  name: z.string(),
  content: z.unknown(),
  theme: StoredTheme,
  position: StoredPosition,
  layer: z.number(),
  onAir: z.boolean(),
  frames: z.number(),
  movedBy: z.string().nullable(),
  movedAt: Time.nullable(),
});
export type GraphicRow = z.infer<typeof GraphicRow>;

/** Null for one that this version cannot read. */
export function graphicOf({ kind, content, ...facts }: GraphicRow): Graphic | null {
  const says = StoredGraphic.parse({ kind, content });
  return says && { ...facts, ...says };
}

const columns = (tx: Tx) => tx`
  g.id, g.kind, g.name, g.content, g.theme, g.position, g.layer, g.on_air as "onAir", g.frames,
  g.moved_by as "movedBy", g.moved_at as "movedAt"`;

/** As a slice of the state, for the one statement that reads it all. `e` is the event. */
export const graphicsOf = (tx: Tx) => tx`(
  select coalesce(jsonb_agg(to_jsonb(one)), '[]') from (
    select ${columns(tx)} from graphics g where g.event_id = e.id order by g.layer, g.created_at, g.id) as one)`;

/** The lowest first. */
export async function listGraphics(tx: Tx, eventId: string): Promise<Graphic[]> {
  const rows = await tx`
    select ${columns(tx)} from graphics g where g.event_id = ${eventId} order by g.layer, g.created_at, g.id`;
  return z
    .array(GraphicRow)
    .parse([...rows])
    .map(graphicOf)
    .filter((one) => one !== null);
}

export async function findGraphic(tx: Tx, eventId: string, id: string): Promise<Graphic | null> {
  const [row] =
    await tx`select ${columns(tx)} from graphics g where g.event_id = ${eventId} and g.id = ${id}`;
  return row ? graphicOf(GraphicRow.parse(row)) : null;
}

export async function countGraphics(tx: Tx, eventId: string): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from graphics where event_id = ${eventId}`;
  return row?.count ?? 0;
}

export interface WrittenGraphic {
  says: GraphicSays;
  name: string;
  theme: GraphicTheme;
  position: GraphicPosition;
  layer: number;
}

const json = (tx: Tx, value: object) => tx.json({ ...value } as JSONValue);

/** @returns its id */
export async function insertGraphic(tx: Tx, eventId: string, graphic: WrittenGraphic): Promise<string> {
  const { says, name, theme, position, layer } = graphic;
  const [row] = await tx<{ id: string }[]>`
    insert into graphics (event_id, kind, name, content, theme, position, layer)
    values (${eventId}, ${says.kind}, ${name}, ${json(tx, says.content)}, ${json(tx, theme)}, ${json(tx, position)}, ${layer})
    returning id`;
  if (!row) throw new Error('The graphic was not written.');
  return row.id;
}

export async function updateGraphic(
  tx: Tx,
  eventId: string,
  id: string,
  graphic: WrittenGraphic,
): Promise<void> {
  const { says, name, theme, position, layer } = graphic;
  await tx`
    update graphics set name = ${name}, content = ${json(tx, says.content)}, theme = ${json(tx, theme)},
      position = ${json(tx, position)}, layer = ${layer}
    where event_id = ${eventId} and id = ${id}`;
}

export async function deleteGraphic(tx: Tx, eventId: string, id: string): Promise<void> {
  await tx`delete from graphics where event_id = ${eventId} and id = ${id}`;
}

export interface GraphicMove {
  eventId: string;
  seq: number;
  graphic: Pick<Graphic, 'id' | 'kind'>;
  /** As people call it. */
  graphicName: string;
  onAir: boolean;
  frames: number;
  actor: string;
  source: SwitchSource;
  requestId: string | null;
}

/**
 * In or out, with its row of the switch log. It leaves `program_seq`: a graphic makes no cut stale.
 */
export async function moveGraphic(tx: Tx, move: GraphicMove): Promise<void> {
  const { eventId, graphic, graphicName, onAir, frames, actor } = move;
  await tx`
    update graphics set on_air = ${onAir}, frames = ${frames}, moved_by = ${actor}, moved_at = now()
    where event_id = ${eventId} and id = ${graphic.id}`;
  const data = { graphic: graphic.id, graphicKind: graphic.kind, graphicName, shown: onAir, moves: frames };
  await tx`
    insert into switch_logs (event_id, seq, kind, from_camera, to_camera, actor, source, request_id, data)
    select id, ${move.seq}, 'graphic', on_air, on_air, ${actor}, ${move.source}, ${move.requestId}, ${json(tx, data)}
    from events where id = ${eventId}`;
}
