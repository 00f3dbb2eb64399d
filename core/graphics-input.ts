import { z } from 'zod';
import {
  ANCHORS,
  GRAPHIC_FRAMES,
  GRAPHIC_SCALE,
  type GraphicContents,
  type GraphicSays,
  LAYERS,
  type GraphicKind,
} from '../contract/graphics';
import { line } from './text';

/** Graphics as they come from outside and as the database holds them. */

const color = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'Give the colour as #rrggbb.');

const GraphicThemeInput = z
  .strictObject({ ground: color, text: color, accent: color, home: color, away: color })
  .partial();

const GraphicPositionInput = z
  .strictObject({
    anchor: z.enum(ANCHORS),
    scale: z.number().min(GRAPHIC_SCALE.min).max(GRAPHIC_SCALE.max),
  })
  .partial();

const layer = z.number().int().min(LAYERS.min).max(LAYERS.max);
export const GraphicFrames = z.number().int().min(GRAPHIC_FRAMES.min).max(GRAPHIC_FRAMES.max);
const graphicName = line(60, 0);

/** A line that may be left out. */
const maybe = (max: number) => line(max, 0).default('');

/** The database knows times in UTC only. */
const until = z.iso
  .datetime({ offset: true })
  .refine((text) => {
    const year = new Date(text).getUTCFullYear();
    return year >= 2000 && year < 2200;
  }, 'it lies too far away')
  .transform((text) => new Date(text).toISOString())
  .meta({ description: 'ISO 8601 with a zone, between 2000 and 2199.', allOf: [{ pattern: '^2[01]' }] });

const MAX_PLAYERS = 18;

/** What is sent for each kind. */
const GraphicContentInput = {
  'score-bug': z.strictObject({ clock: z.boolean().default(true), period: z.boolean().default(true) }),
  clock: z.strictObject({ label: maybe(30) }),
  'lower-third': z.strictObject({ title: line(60), subtitle: maybe(80) }),
  'line-up': z.strictObject({
    title: line(60),
    players: z
      .array(z.strictObject({ number: maybe(3), name: line(40) }))
      .min(1)
      .max(MAX_PLAYERS),
  }),
  title: z.strictObject({ title: line(80), subtitle: maybe(120) }),
  countdown: z.strictObject({ label: maybe(60), until }),
  qr: z.strictObject({ label: maybe(60) }),
  text: z.strictObject({ text: line(200) }),
} satisfies Record<GraphicKind, z.ZodType>;

const facts = {
  name: graphicName.optional(),
  theme: GraphicThemeInput.optional(),
  position: GraphicPositionInput.optional(),
  layer: layer.optional(),
};
/** What of a graphic may be changed; its content by its kind, see `GraphicInput`. */
export const GraphicChangeInput = z
  .strictObject({
    name: graphicName,
    content: z.record(z.string(), z.unknown()),
    theme: GraphicThemeInput,
    position: GraphicPositionInput,
    layer,
  })
  .partial();

const input = <K extends GraphicKind, C extends z.ZodType>(kind: K, content: C) =>
  z.strictObject({ kind: z.literal(kind), content, ...facts });

/** A new graphic. */
export const GraphicInput = z.discriminatedUnion('kind', [
  input('score-bug', GraphicContentInput['score-bug']),
  input('clock', GraphicContentInput.clock),
  input('lower-third', GraphicContentInput['lower-third']),
  input('line-up', GraphicContentInput['line-up']),
  input('title', GraphicContentInput.title),
  input('countdown', GraphicContentInput.countdown),
  input('qr', GraphicContentInput.qr),
  input('text', GraphicContentInput.text),
]);
export type GraphicInput = z.output<typeof GraphicInput>;

const StoredQr = z.object({
  label: z.string(),
  url: z.string(),
  code: z.object({ size: z.number(), bits: z.string() }),
});
const stored = <K extends GraphicKind, C extends z.ZodType<GraphicContents[K]>>(kind: K, content: C) =>
  z.object({ kind: z.literal(kind), content });

/** Kind and content as stored; null for what this version cannot read. */
export const StoredGraphic: z.ZodType<GraphicSays | null> = z
  .discriminatedUnion('kind', [
    stored('score-bug', GraphicContentInput['score-bug']),
    stored('clock', GraphicContentInput.clock),
    stored('lower-third', GraphicContentInput['lower-third']),
    stored('line-up', GraphicContentInput['line-up']),
    stored('title', GraphicContentInput.title),
    stored('countdown', GraphicContentInput.countdown),
    stored('qr', StoredQr),
    stored('text', GraphicContentInput.text),
  ])
  .nullable()
  .catch(null);

/** Theme and position as stored; what this version cannot read becomes the default. */
export const StoredTheme = GraphicThemeInput.catch({});
export const StoredPosition = GraphicPositionInput.catch({});
