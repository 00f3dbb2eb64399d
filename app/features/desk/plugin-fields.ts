import { text } from './form-text';
import type { DestinationForm } from './desk-data';

type Field = DestinationForm['fields'][number];

/** Where a field's value goes in a command, and by which name the server tells what is wrong with it. */
export function fieldKey({ type, name }: Pick<Field, 'type' | 'name'>): string {
  return `${type === 'secret' ? 'secrets' : 'settings'}.${name}`;
}

/** The mark of a secret that is to be taken away; nothing that is typed has a line break. */
export const TAKE_AWAY = '\n';

/**
 * What was typed into a kind's fields. Empty ones are left out: an empty secret is one that stays as it is.
 */
export function readFields(
  fields: readonly Field[],
  data: FormData,
): { settings: Record<string, string>; secrets: Record<string, string> } {
  const entered = fields.flatMap((field) => {
    const value = text(data, fieldKey(field));
    if (data.get(fieldKey(field)) === TAKE_AWAY) return [{ secret: true, entry: [field.name, ''] as const }];
    return value === '' ? [] : [{ secret: field.type === 'secret', entry: [field.name, value] as const }];
  });
  const of = (wanted: boolean) =>
    Object.fromEntries(entered.filter(({ secret }) => secret === wanted).map(({ entry }) => entry));
  return { settings: of(false), secrets: of(true) };
}
