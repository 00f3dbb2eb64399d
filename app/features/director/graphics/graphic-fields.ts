import type { Graphic, GraphicSays, GraphicTheme, GraphicKind } from '../../../../contract/graphics';

/** One field of the form of a kind, by the name that it has in the content. */
export interface GraphicField {
  name: string;
  label: string;
  type: 'line' | 'flag' | 'players' | 'moment';
  max?: number;
  help?: string;
}

const line = (name: string, label: string, max: number, help?: string): GraphicField => ({
  ...{ name, label, max, type: 'line' },
  ...(help && { help }),
});
const subtitle = (max: number) => line('subtitle', 'Second line', max);

export const FIELDS: Record<GraphicKind, GraphicField[]> = {
  'score-bug': [
    { name: 'clock', label: 'With the clock', type: 'flag' },
    { name: 'period', label: 'With the period', type: 'flag' },
  ],
  clock: [line('label', 'In front of it', 30)],
  'lower-third': [line('title', 'Name', 60), subtitle(80)],
  'line-up': [
    line('title', 'Heading', 60),
    { name: 'players', label: 'Players', type: 'players', help: 'One in each line: 9 Anna Berg.' },
  ],
  title: [line('title', 'Title', 80), subtitle(120)],
  countdown: [line('label', 'Above it', 60), { name: 'until', label: 'Ends at', type: 'moment' }],
  qr: [line('label', 'Below it', 60, 'The code leads to the watch page of this event.')],
  text: [line('text', 'Text', 200)],
};

/** Colours that a kind uses, with their names in the form. */
export function colorsOf(kind: GraphicKind): [keyof GraphicTheme, string][] {
  if (kind === 'qr') return [];
  const common: [keyof GraphicTheme, string][] = [
    ['ground', 'Ground'],
    ['text', 'Text'],
    ['accent', 'Accent'],
  ];
  if (kind === 'title') return common.slice(1);
  if (kind === 'clock') return common.slice(0, 2);
  return kind === 'score-bug' ? [...common, ['home', 'Home'], ['away', 'Away']] : common;
}

/** What stands in the fields of a form: texts, and whether a box is ticked. */
export type Values = Record<string, string | boolean>;

const NUMBER_FIRST = /^(\d{1,3})[\s.:–-]+(.+)$/u;

export function valuesOf({ kind, content }: GraphicSays): Values {
  const facts: Record<string, unknown> = content;
  return Object.fromEntries(
    FIELDS[kind].map(({ name, type }): [string, string | boolean] => {
      const value = facts[name];
      if (type === 'flag') return [name, value !== false];
      if ('players' in content && name === 'players')
        return [name, content.players.map((one) => `${one.number} ${one.name}`.trim()).join('\n')];
      if (type === 'moment') return [name, localMoment(String(value))];
      return [name, typeof value === 'string' ? value : ''];
    }),
  );
}

/** As an input of type `datetime-local` has it, by this browser's clock. */
function localMoment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

const NO_CODE = { size: 21, bits: '' };

/** What a form says. The server judges it: a field that is wrong is named in its answer. */
export function saysOf(kind: GraphicKind, values: Values, before?: Graphic): GraphicSays {
  const text = (name: string) => String(values[name] ?? '');
  switch (kind) {
    case 'score-bug':
      return { kind, content: { clock: values.clock !== false, period: values.period !== false } };
    case 'clock':
      return { kind, content: { label: text('label') } };
    case 'lower-third':
      return { kind, content: { title: text('title'), subtitle: text('subtitle') } };
    case 'line-up':
      return { kind, content: { title: text('title'), players: playersOf(text('players')) } };
    case 'title':
      return { kind, content: { title: text('title'), subtitle: text('subtitle') } };
    case 'countdown':
      return { kind, content: { label: text('label'), until: momentOf(text('until')) } };
    case 'qr': {
      const known = before?.kind === 'qr' ? before.content : { url: '', code: NO_CODE };
      return { kind, content: { ...known, label: text('label') } };
    }
    case 'text':
      return { kind, content: { text: text('text') } };
  }
}

function playersOf(text: string): { number: string; name: string }[] {
  return text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const [, number = '', name = one] = NUMBER_FIRST.exec(one) ?? [];
      return { number, name };
    });
}

function momentOf(local: string): string {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** What is sent of it: a QR code's address and squares are the server's. */
export function sentOf(says: GraphicSays) {
  return says.kind === 'qr' ? { kind: says.kind, content: { label: says.content.label } } : says;
}

/** What a new graphic begins with. */
export function firstValues(kind: GraphicKind, nowMs: number): Values {
  if (kind === 'countdown') return { label: '', until: localMoment(new Date(nowMs + 600_000).toISOString()) };
  if (kind === 'score-bug') return { clock: true, period: true };
  return {};
}
